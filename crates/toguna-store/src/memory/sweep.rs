// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a log loses on a day: what has expired, what stewards asked for, and all of it where it is closed.

use toguna_types::Class;

use super::logs::LogRow;
use crate::Swept;

impl LogRow {
    pub(super) fn sweep(&mut self, today: u64, swept: &mut Swept) {
        let closed = self.state.closes.is_some_and(|day| day <= today);
        let erases = self.state.erases.take_if(|erasing| erasing.day <= today);
        for (seq, row) in &mut self.entries {
            let is_erased = erases.is_some_and(|erasing| *seq <= erasing.upto && row.class == Class::Message);
            if closed || is_erased || row.sweep_day.is_some_and(|day| day <= today) {
                let len = row.payload_len();
                if closed {
                    row.stamps = Vec::new();
                }
                if row.payload.take().is_some() {
                    swept.payloads = swept.payloads.saturating_add(1);
                    self.state.bytes = self.state.bytes.saturating_sub(len);
                }
            }
        }
        let mut others = 0_u64;
        self.past.retain(|_, past| {
            let stays = !closed && past.sweep_day > today;
            others = others.saturating_add(u64::from(!stays));
            stays
        });
        self.attachments.retain(|_, attachment| {
            let stays = !closed && attachment.sweep_day > today;
            others = others.saturating_add(u64::from(!stays));
            stays
        });
        swept.others = swept.others.saturating_add(others);
    }
}
