// SPDX-License-Identifier: MIT OR Apache-2.0
//! The act in which the space is wrecked from inside, and goes on in a successor.

use super::acts::{Play, must};
use super::cast::Who;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::words;

impl Play<'_> {
    /// Whoever holds Celeste's device stops the space for everybody; Amal re-founds it, and the others follow.
    pub(super) async fn wrecking(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-wreck")?;
        self.device(Who::Celeste)?.rehearse_wreck(self.space).await?;
        self.tell_of("tale-taken", Who::Celeste, &[])?;
        let line = self.script.stopped.clone();
        self.device(line.who)?.queue(self.space, &line.spoken())?;
        for who in [Who::Amal, Who::Beatrice] {
            let device = self.device(who)?;
            device.sync(None, |_| ()).await?;
            let alarms = device.status()?.alarms;
            let alarm = alarms.first().ok_or(Own::DemoStrayed)?;
            let what = words::alarm(self.narrator.words(), alarm);
            self.tell_of("tale-stopped", who, &[("what", Arg::Own(what))])?;
        }
        let amal = self.device(Who::Amal)?.clone();
        let made = amal.refound_space(self.space, false).await?;
        must(made.left_out.is_none() && made.missing.is_empty())?;
        amal.flush_letters(|_| ()).await?;
        self.space = made.space.log;
        self.tell_of("tale-refounded", Who::Amal, &[])?;
        // The taken device follows as well: so far nobody has anything against it.
        for who in [
            Who::Beatrice,
            Who::Celeste,
            Who::Amal,
            Who::Beatrice,
            Who::Celeste,
        ] {
            self.device(who)?.sync(None, |_| ()).await?;
        }
        let heard = self.heard(Who::Amal, &line).await?;
        self.tell_of("tale-followed", line.who, &[])?;
        self.narrator.speech(&line, &heard.text)
    }
}
