// SPDX-License-Identifier: MIT OR Apache-2.0
//! The acts, in order. Each one checks that what must happen has happened; if not, the play ends there.

use toguna_sdk::{
    Client, FaultKind, LogId, Options, ReadRange, RegistrationLink, Role, Search, Seq, Shown, ShownKind,
    Suite, Timestamp,
};

use super::cast::{Defender, Who};
use super::library;
use super::narrator::{Narrator, names};
use super::needle::Needles;
use super::place::Place;
use super::relay::Relay;
use super::script::{Line, Script};
use super::verdict::{self, Memory};
use crate::catalogue::Arg;
use crate::fault::{Fault, Own};
use crate::session::Session;

/// The play while it is on.
pub(super) struct Play<'a> {
    pub(super) session: &'a Session,
    pub(super) place: &'a Place,
    pub(super) narrator: Narrator<'a>,
    pub(super) relay: Relay,
    pub(super) cast: [Defender; 3],
    pub(super) script: Script,
    pub(super) space: LogId,
    /// What the relay must not be able to read.
    pub(super) needles: Needles,
    /// The memory of the relay that was killed.
    pub(super) first_memory: Option<Memory>,
    begun: Timestamp,
    links: Vec<RegistrationLink>,
}

impl<'a> Play<'a> {
    /// Sets the stage.
    pub(super) async fn begin(session: &'a Session, place: &'a Place) -> Result<Self, Fault> {
        let narrator = Narrator::new(&session.out);
        narrator.title("tale-title")?;
        let (relay, links) = Relay::begin(place.path(), Who::ALL.len()).await?;
        let args = [
            ("pid", Arg::Code(relay.pid().to_string())),
            ("address", Arg::Code(relay.address().to_owned())),
        ];
        narrator.tell("tale-relay-up", &args)?;
        let script = Script::new();
        let cast = Who::ALL.map(|who| Defender::new(who, place.path()));
        let mut secrets = script.secrets();
        secrets.extend(library::sentences());
        secrets.extend(cast.iter().map(|defender| defender.passphrase().to_owned()));
        Ok(Self {
            session,
            place,
            narrator,
            relay,
            cast,
            script,
            space: LogId::from_bytes([0; 32]),
            needles: Needles::new(secrets)?,
            first_memory: None,
            begun: Options::default().clock.now(),
            links,
        })
    }

    /// Each redeems a link and makes a vault.
    pub(super) async fn joining(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-joining")?;
        let links = std::mem::take(&mut self.links);
        for (defender, link) in self.cast.iter_mut().zip(links) {
            let words = self.narrator.words();
            let args = [
                ("name", Arg::Own(defender.who.name(words))),
                ("city", Arg::Own(defender.who.city(words))),
                ("mebibytes", Arg::Number(verdict::mebibytes_a_guess())),
            ];
            self.narrator.meanwhile("tale-joining", &args);
            defender.join(&link).await?;
            self.narrator.tell("tale-joined", &args)?;
        }
        Ok(())
    }

    /// Amal founds the space and invites Béatrice, who accepts.
    pub(super) async fn founding(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-founding")?;
        let words = self.narrator.words();
        let amal = self.device(Who::Amal)?.clone();
        let title = self.script.title.clone();
        let shown = ("title", Arg::Theirs(title.as_str()));
        self.space = amal.create_space(&title, Suite::PostQuantum).await?.log;
        let founder = ("name", Arg::Own(Who::Amal.name(words)));
        self.narrator.tell("tale-founded", &[founder, shown])?;
        self.welcome(&[Who::Beatrice]).await
    }

    /// Amal invites some of the others, who accept.
    pub(super) async fn welcome(&mut self, guests: &[Who]) -> Result<(), Fault> {
        let words = self.narrator.words();
        let amal = self.device(Who::Amal)?.clone();
        let handles: Vec<String> = guests.iter().map(|who| who.handle().to_owned()).collect();
        let invited = amal.invite(self.space, &handles, Role::Contributor).await?;
        must(invited.invited.len() == guests.len())?;
        amal.flush_letters(|_| ()).await?;
        let founder = ("name", Arg::Own(Who::Amal.name(words)));
        let invited = ("guests", Arg::Own(names(words, guests)));
        self.narrator.tell("tale-invited", &[founder, invited])?;
        for guest in guests {
            let device = self.device(*guest)?;
            device.sync(None, |_| ()).await?;
            must(device.invitations()?.iter().any(|one| one.log == self.space))?;
            let seen = device.accept(self.space).await?;
            must(seen.title == self.script.title)?;
            let args = [
                ("name", Arg::Own(guest.name(words))),
                ("title", Arg::Theirs(&seen.title)),
            ];
            self.narrator.tell("tale-accepted", &args)?;
        }
        // A newcomer's words wait until others have agreed with what it was shown.
        let all = Who::ALL
            .into_iter()
            .filter(|who| guests.contains(who) || self.is_in(*who));
        for who in all.chain(guests.iter().copied()) {
            self.device(who)?.sync(Some(self.space), |_| ()).await?;
        }
        for guest in guests {
            must(self.device(*guest)?.space(self.space)?.summary.confirmed)?;
        }
        Ok(())
    }

    fn is_in(&self, who: Who) -> bool {
        self.device(who)
            .is_ok_and(|device| device.space(self.space).is_ok())
    }

    /// All three speak, each in her own language; each sentence is shown as another device reads it.
    pub(super) async fn talking(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-talking")?;
        for line in self.script.talk.clone() {
            self.say(&line, &Who::ALL).await?;
        }
        Ok(())
    }

    /// Celeste's device is off; the others go on.
    pub(super) async fn dark(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-dark")?;
        self.defender(Who::Celeste)?.switch_off();
        self.tell_of("tale-dark", Who::Celeste, &[])?;
        for line in self.script.dark.clone() {
            self.say(&line, &[Who::Amal, Who::Beatrice]).await?;
        }
        Ok(())
    }

    /// The relay is killed while Béatrice writes, and comes back.
    pub(super) async fn killing(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-killing")?;
        self.first_memory = Some(self.memory()?);
        let pid = |relay: &Relay| [("pid", Arg::Code(relay.pid().to_string()))];
        let killed = pid(&self.relay);
        self.relay.kill()?;
        self.narrator.tell("tale-killed", &killed)?;
        let line = self.script.queued.clone();
        self.device(line.who)?.queue(self.space, &line.spoken())?;
        self.tell_of("tale-queued", line.who, &[])?;
        self.narrator.speech(&line, &line.spoken())?;
        self.relay.start().await?;
        self.narrator.tell("tale-restarted", &pid(&self.relay))?;
        self.device(line.who)?.sync(Some(self.space), |_| ()).await?;
        let heard = self.heard(line.who, &line).await?;
        self.heard(Who::Amal, &line).await?;
        let seq = ("seq", Arg::Number(heard.seq.get()));
        self.tell_of("tale-flushed", line.who, &[seq])
    }

    /// Celeste's device comes back and reads what it missed, in order.
    pub(super) async fn catching_up(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-catching-up")?;
        let before = self.script.talk.iter().chain(&self.script.dark);
        let missed = [
            before.skip(3).cloned().collect(),
            vec![self.script.queued.clone()],
        ]
        .concat();
        self.defender(Who::Celeste)?.switch_on()?;
        let last = self.newest(Who::Celeste)?;
        self.device(Who::Celeste)?.sync(None, |_| ()).await?;
        self.tell_of("tale-caught-up", Who::Celeste, &[])?;
        let mut new = self.said_after(Who::Celeste, last)?;
        // Her own last words show where they stand only when she sees the log again.
        new.retain(|shown| !shown.mine);
        must(new.len() == missed.len())?;
        for (line, shown) in missed.iter().zip(&new) {
            must(shown.text == line.spoken())?;
            self.narrator.speech(line, &shown.text)?;
        }
        let back = self.script.back.clone();
        self.say(&back, &Who::ALL).await
    }

    /// Celeste looks for a word that stands there otherwise than she types it.
    pub(super) async fn finding(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-finding")?;
        let [line, ..] = self.script.talk.clone();
        let search = Search {
            text: SOUGHT.to_owned(),
            ..Search::default()
        };
        let found = self.device(Who::Celeste)?.search(search).await?;
        self.tell_of("tale-finding", Who::Celeste, &[("word", Arg::Theirs(SOUGHT))])?;
        must(found.len() == 1)?;
        for found in &found {
            must(found.shown.text == line.spoken() && found.excerpt.matches.len() == 1)?;
            self.narrator.speech(&line, &found.shown.text)?;
        }
        Ok(())
    }

    /// Celeste's device is taken; Amal removes her, and the others go on.
    pub(super) async fn removing(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-removing")?;
        let remover = Who::Amal.name(self.narrator.words());
        self.device(Who::Amal)?
            .remove(self.space, Who::Celeste.handle())
            .await?;
        self.tell_of("tale-seized", Who::Celeste, &[("remover", Arg::Own(remover))])?;
        for line in self.script.after.clone() {
            self.say(&line, &[Who::Amal, Who::Beatrice]).await?;
        }
        Ok(())
    }

    /// Whoever holds the taken device reads nothing newer and cannot speak.
    pub(super) async fn taken_device(&mut self) -> Result<(), Fault> {
        self.narrator.act("tale-act-after")?;
        let words = self.narrator.words();
        let last = self.newest(Who::Celeste)?;
        let taken = self.device(Who::Celeste)?;
        taken.sync(None, |_| ()).await?;
        must(
            self.said_after(Who::Celeste, last)?
                .iter()
                .all(|shown| shown.mine),
        )?;
        let known = self.said_after(Who::Celeste, None)?;
        let newer = self.script.after.each_ref().map(Line::spoken);
        must(!known.iter().any(|shown| newer.contains(&shown.text)))?;
        self.narrator.tell("tale-thief-reads", &[])?;
        let line = self.script.taken.clone();
        let answer = match taken.say(self.space, &line.spoken()).await {
            Err(fault) if fault.kind() == FaultKind::Denied => Fault::from(fault).happened(words),
            Err(fault) => return Err(fault.into()),
            Ok(_) => return Err(Own::DemoStrayed.into()),
        };
        for who in [Who::Amal, Who::Beatrice] {
            self.device(who)?.sync(None, |_| ()).await?;
            must(
                !self
                    .reads(who, None)?
                    .iter()
                    .any(|shown| shown.text == line.spoken()),
            )?;
        }
        let text = line.gloss(words).unwrap_or_else(|| line.spoken());
        let args = [("text", Arg::Theirs(text.as_str())), ("answer", Arg::Own(answer))];
        self.narrator.tell("tale-thief-speaks", &args)
    }

    /// One speaks, and everybody of `present` hears exactly that.
    pub(super) async fn say(&self, line: &Line, present: &[Who]) -> Result<(), Fault> {
        let speaker = self.device(line.who)?;
        speaker.sync(Some(self.space), |_| ()).await?;
        let said = speaker.say(self.space, &line.spoken()).await?;
        must(said.seq.is_some())?;
        let mut text = None;
        for who in present.iter().filter(|who| **who != line.who) {
            text = Some(self.heard(*who, line).await?.text);
        }
        self.narrator.speech(line, text.as_deref().unwrap_or_default())
    }

    /// The line as one of them has it, after fetching.
    pub(super) async fn heard(&self, who: Who, line: &Line) -> Result<Shown, Fault> {
        self.device(who)?.sync(Some(self.space), |_| ()).await?;
        let newest = self.said_after(who, None)?.pop().ok_or(Own::DemoStrayed)?;
        let right = newest.text == line.spoken() && newest.handle.as_deref() == Some(line.who.handle());
        must(right || newest.text == line.spoken() && newest.mine)?;
        Ok(newest)
    }

    fn newest(&self, who: Who) -> Result<Option<Seq>, Fault> {
        Ok(self.reads(who, None)?.last().map(|shown| shown.seq))
    }

    fn said_after(&self, who: Who, after: Option<Seq>) -> Result<Vec<Shown>, Fault> {
        let mut entries = self.reads(who, after)?;
        entries.retain(|shown| matches!(shown.kind, ShownKind::Said));
        Ok(entries)
    }

    /// What one of them has of the space.
    pub(super) fn reads(&self, who: Who, after: Option<Seq>) -> Result<Vec<Shown>, Fault> {
        let range = ReadRange { last: None, after };
        Ok(self.device(who)?.read(self.space, range)?)
    }

    /// Seconds since the stage was set.
    pub(super) fn seconds(&self) -> u64 {
        Options::default().clock.now().since(self.begun).as_secs()
    }

    pub(super) fn tell_of(&self, id: &str, who: Who, more: &[(&str, Arg<'_>)]) -> Result<(), Fault> {
        let name = ("name", Arg::Own(who.name(self.narrator.words())));
        let args = [&[name], more].concat();
        self.narrator.tell(id, &args)
    }

    pub(super) fn device(&self, who: Who) -> Result<&Client, Fault> {
        let defender = self.cast.iter().find(|defender| defender.who == who);
        defender.ok_or(Own::DemoStrayed)?.client()
    }

    fn defender(&mut self, who: Who) -> Result<&mut Defender, Fault> {
        let defender = self.cast.iter_mut().find(|defender| defender.who == who);
        Ok(defender.ok_or(Own::DemoStrayed)?)
    }
}

/// What the play depends on.
pub(super) fn must(happened: bool) -> Result<(), Fault> {
    if happened {
        Ok(())
    } else {
        Err(Own::DemoStrayed.into())
    }
}

/// «testimony», with the article; Amal has said it without.
const SOUGHT: &str = "الشهادة";
