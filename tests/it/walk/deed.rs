// SPDX-License-Identifier: MIT OR Apache-2.0
//! How a deed of a walk is done.

use toguna_sdk::{Client, Fault, LogId, PolicyChange, Role, Said};

use super::model::text;
use super::step::Deed;

/// Does a deed.
pub(super) async fn perform(
    client: Client,
    log: LogId,
    deed: Deed,
    names: Vec<String>,
) -> Result<Option<Said>, Fault> {
    match deed {
        Deed::Accepts => {
            client.sync(None, |_| {}).await?;
            if client
                .invitations()?
                .iter()
                .any(|invitation| invitation.log == log)
            {
                client.accept(log).await?;
            }
        }
        Deed::ChangesNewcomers(newcomers) => {
            let change = PolicyChange {
                newcomers: Some(newcomers),
                ..PolicyChange::default()
            };
            client.change_policy(log, change).await?;
        }
        Deed::Deletes(_, message) => return client.delete(log, message).await.map(Some),
        Deed::Edits(_, message, text) => return client.edit(log, message, &text).await.map(Some),
        Deed::Heals => client.heal(log).await?,
        Deed::Invites(who) => {
            client.invite(log, &names[who..=who], Role::Contributor).await?;
        }
        Deed::Leaves => client.leave(log, None).await?,
        Deed::Queues(word) => {
            let message = client.queue(log, &text(word))?;
            return Ok(Some(Said { message, seq: None }));
        }
        Deed::Reacts(message, sign, on) => return client.react(log, message, sign, on).await.map(Some),
        Deed::Removes(who) => client.remove(log, &names[who]).await?,
        Deed::Renames(title) => client.rename(log, &title).await?,
        Deed::Says(word) => return client.say(log, &text(word)).await.map(Some),
        Deed::SetsRole(who, role) => client.set_role(log, &names[who], role).await?,
        Deed::Syncs => {
            client.sync(None, |_| {}).await?;
        }
        Deed::UpdatesKeys => client.update_keys(log).await?,
    }
    Ok(None)
}
