// SPDX-License-Identifier: MIT OR Apache-2.0
//! The act in which the relay lies: whoever runs it puts an old copy of its store back, and says nothing.

use toguna_sdk::FaultKind;

use super::acts::{Play, must};
use super::cast::Who;
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::words;

impl Play<'_> {
    /// Two sentences are said that the copy does not have. Every device notices that they are missing, nothing
    /// said before or after is lost, and nobody speaks into the false history.
    pub(super) async fn lying(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-lying")?;
        self.relay.copy_aside().await?;
        for line in self.script.denied.clone() {
            self.say(&line, &Who::ALL).await?;
        }
        self.relay.exchange_copies().await?;
        self.narrator.tell("tale-lied", &[])?;
        self.caught().await?;
        self.relay.exchange_copies().await?;
        self.relay.forget_copy()?;
        for who in Who::ALL {
            let device = self.device(who)?;
            device.settle_alarm(self.space).await?;
            device.sync(Some(self.space), |_| ()).await?;
            must(device.status()?.alarms.is_empty())?;
        }
        self.narrator.tell("tale-truth", &[])?;
        let line = &self.script.settled;
        let heard = self.heard(Who::Amal, line).await?;
        self.heard(Who::Celeste, line).await?;
        self.narrator.speech(line, &heard.text)
    }

    /// Everybody is told, and keeps what she has read. What Béatrice says now waits in her outbox.
    async fn caught(&self) -> Result<(), Fault> {
        let denied = self.script.denied.each_ref().map(super::script::Line::spoken);
        for who in Who::ALL {
            let device = self.device(who)?;
            device.sync(None, |_| ()).await?;
            let alarms = device.status()?.alarms;
            let alarm = alarms.first().ok_or(Own::DemoStrayed)?;
            let what = words::alarm(self.narrator.words(), alarm);
            self.tell_of("tale-caught", who, &[("what", Arg::Own(what))])?;
            let read = self.reads(who, None)?;
            must(
                denied
                    .iter()
                    .all(|said| read.iter().any(|shown| shown.text == *said)),
            )?;
        }
        let line = &self.script.settled;
        match self.device(line.who)?.say(self.space, &line.spoken()).await {
            Err(fault) if fault.kind() == FaultKind::Broken => self.tell_of("tale-withheld", line.who, &[]),
            Err(fault) => Err(fault.into()),
            Ok(_) => Err(Own::DemoStrayed.into()),
        }
    }
}
