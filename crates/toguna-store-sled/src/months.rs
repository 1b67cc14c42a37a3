// SPDX-License-Identifier: MIT OR Apache-2.0
//! Payloads by month: one database each, so that deleting what has expired gives its space back.
//!
//! What stays for ever goes to the month it arrived in; what has a lifetime to the month it ends in, so that by
//! the end of that month nothing in it is needed and the directory goes. Few databases are open at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use toguna_store::StoreFault;

use crate::ballast::Ballast;
use crate::database::{Database, UNFINISHED, remove_dir, sync_dir};
use crate::fault::of_io;
use crate::files::{make_dir, names};

/// Which database a payload is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month(u32);

/// The months there are, and those that are open.
pub(crate) struct Months {
    dir: PathBuf,
    cache: u64,
    ballast: Arc<Ballast>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    slots: BTreeMap<Month, Slot>,
    clock: u64,
}

struct Slot {
    used: u64,
    database: Arc<Mutex<Option<Arc<Database>>>>,
}

// === impl Month ===

impl Month {
    /// Where what arrives on `day` to stay goes.
    pub(crate) fn arriving(day: u64) -> Self {
        Self(month_number(day).saturating_mul(2))
    }

    /// Where what a sweep of `day` deletes goes.
    pub(crate) fn ending(day: u64) -> Self {
        Self(month_number(day).saturating_mul(2).saturating_add(1))
    }

    pub(crate) const fn from_number(n: u32) -> Self {
        Self(n)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    fn name(self) -> String {
        let months = self.0 / 2;
        let year = months / 12;
        let month = (months % 12).saturating_add(1);
        let ends = if self.0 % 2 == 1 { "-ends" } else { "" };
        format!("{year:04}-{month:02}{ends}")
    }

    fn from_name(name: &str) -> Option<Self> {
        let (date, ends) = match name.strip_suffix("-ends") {
            Some(date) => (date, 1),
            None => (name, 0),
        };
        let (year, month) = date.split_once('-')?;
        let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
        let month = Self(
            year.checked_mul(12)?
                .checked_add(month.checked_sub(1)?)?
                .checked_mul(2)?
                .checked_add(ends)?,
        );
        (month.name() == name).then_some(month)
    }
}

// === impl Months ===

impl Months {
    /// Makes the directory; `root` must be synced after.
    pub(crate) fn open(root: &Path, cache: u64, ballast: Arc<Ballast>) -> Result<Self, StoreFault> {
        let dir = root.join("logs");
        make_dir(&dir).map_err(of_io)?;
        Ok(Self {
            dir,
            cache,
            ballast,
            open: Mutex::default(),
        })
    }

    /// A month's database, or `None` if there is none.
    pub(crate) fn find(&self, month: Month) -> Result<Option<Arc<Database>>, StoreFault> {
        self.with(month, || {
            let path = self.dir.join(month.name());
            if !path.try_exists().map_err(of_io)? {
                return Ok(None);
            }
            Database::open(&path, self.cache, &self.ballast).map(Some)
        })
    }

    /// A month's database, made if there is none.
    pub(crate) fn find_or_create(&self, month: Month) -> Result<Arc<Database>, StoreFault> {
        self.with(month, || {
            Database::open_or_create(&self.dir, &month.name(), self.cache, &self.ballast).map(Some)
        })?
        .ok_or(StoreFault::Inconsistent { table: "months" })
    }

    /// Opens anew what failed.
    pub(crate) fn heal(&self) -> Result<(), StoreFault> {
        for database in self.opened() {
            database.heal()?;
        }
        Ok(())
    }

    /// Whether a sync of some month failed.
    pub(crate) fn is_lost(&self) -> bool {
        self.opened().iter().any(|database| database.is_lost())
    }

    fn opened(&self) -> Vec<Arc<Database>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let cells: Vec<_> = open
            .slots
            .values()
            .map(|slot| Arc::clone(&slot.database))
            .collect();
        drop(open);
        let databases = cells.iter().filter_map(|cell| {
            let cell = cell.lock().unwrap_or_else(PoisonError::into_inner);
            cell.clone()
        });
        databases.collect()
    }

    /// Deletes a month. Readers that hold it read on.
    pub(crate) fn delete(&self, month: Month) -> Result<(), StoreFault> {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .slots
            .remove(&month);
        remove_dir(&self.dir.join(month.name())).map_err(of_io)?;
        sync_dir(&self.dir).map_err(of_io)
    }

    /// Deletes every month that `is_held` does not know, and what is left of making one.
    pub(crate) fn retain(
        &self,
        mut is_held: impl FnMut(Month) -> Result<bool, StoreFault>,
    ) -> Result<(), StoreFault> {
        for name in names(&self.dir).map_err(of_io)? {
            let keep = match Month::from_name(&name) {
                Some(month) => is_held(month)?,
                None if name.ends_with(UNFINISHED) => false,
                None => true,
            };
            if !keep {
                remove_dir(&self.dir.join(name)).map_err(of_io)?;
            }
        }
        sync_dir(&self.dir).map_err(of_io)
    }

    /// Every row of every month.
    #[cfg(feature = "test-support")]
    pub(crate) fn dump(&self, pieces: &mut crate::dump::Pieces) -> Result<(), StoreFault> {
        for name in names(&self.dir).map_err(of_io)? {
            pieces.add(name.as_bytes());
            let month = Month::from_name(&name)
                .map(|month| self.find(month))
                .transpose()?;
            if let Some(database) = month.flatten() {
                database.dump(pieces)?;
            }
        }
        Ok(())
    }

    /// The open database of a month, or what `open` makes of it; nobody waits for another month's.
    fn with(
        &self,
        month: Month,
        open: impl FnOnce() -> Result<Option<Database>, StoreFault>,
    ) -> Result<Option<Arc<Database>>, StoreFault> {
        let cell = self.cell(month);
        let mut cell = cell.lock().unwrap_or_else(PoisonError::into_inner);
        if cell.is_none() {
            *cell = open()?.map(Arc::new);
        }
        Ok(cell.clone())
    }

    fn cell(&self, month: Month) -> Arc<Mutex<Option<Arc<Database>>>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.clock = open.clock.saturating_add(1);
        let used = open.clock;
        let slot = open.slots.entry(month).or_insert_with(|| Slot {
            used,
            database: Arc::default(),
        });
        slot.used = used;
        let cell = Arc::clone(&slot.database);
        while open.slots.len() > OPEN_MONTHS {
            let idle = open
                .slots
                .iter()
                .filter(|(_, slot)| slot.is_idle())
                .min_by_key(|(_, slot)| slot.used);
            let Some(month) = idle.map(|(month, _)| *month) else {
                break;
            };
            open.slots.remove(&month);
        }
        cell
    }
}

impl Slot {
    /// Nobody else holds it: closing it frees its lock.
    fn is_idle(&self) -> bool {
        Arc::strong_count(&self.database) == 1
            && self
                .database
                .try_lock()
                .is_ok_and(|database| database.as_ref().is_none_or(|open| Arc::strong_count(open) == 1))
    }
}

/// Months since year 0 of a day since 1970-01-01 (proleptic Gregorian calendar, after Hinnant's `civil_from_days`).
fn month_number(day: u64) -> u32 {
    let z = day.saturating_add(719_468);
    let era = z / 146_097;
    let of_era = z % 146_097;
    let year_of_era = of_era
        .saturating_sub(of_era / 1_460)
        .saturating_add(of_era / 36_524)
        .saturating_sub(of_era / 146_096)
        / 365;
    let day_of_year = of_era.saturating_sub(
        year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era / 4)
            .saturating_sub(year_of_era / 100),
    );
    // Months from March on; the year begins in March too.
    let from_march = day_of_year.saturating_mul(5).saturating_add(2) / 153;
    let year = year_of_era.saturating_add(era.saturating_mul(400));
    let months = year
        .saturating_mul(12)
        .saturating_add(from_march)
        .saturating_add(2);
    u32::try_from(months).unwrap_or(u32::MAX / 4)
}

/// How many months are open at a time, unless more are in use.
pub(crate) const OPEN_MONTHS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_named_by_the_calendar() {
        for (day, name) in [
            (0, "1970-01"),
            (58, "1970-02"),
            (59, "1970-03"),
            (19_782, "2024-02"),
            (19_783, "2024-03"),
            (20_758, "2026-11"),
            (20_788, "2026-12"),
            (20_819, "2027-01"),
        ] {
            assert_eq!(Month::arriving(day).name(), name);
            assert_eq!(Month::ending(day).name(), format!("{name}-ends"));
            assert_eq!(Month::from_name(name), Some(Month::arriving(day)));
            assert_eq!(
                Month::from_name(&format!("{name}-ends")),
                Some(Month::ending(day))
            );
        }
        assert_eq!(Month::from_name("2026-13"), None);
        assert_eq!(Month::from_name("2026-1"), None);
        assert_eq!(Month::from_name("lost+found"), None);
    }

    #[test]
    fn only_a_few_months_stay_open_and_closed_ones_open_again() {
        let root = tempfile::tempdir().unwrap();
        let ballast = Arc::new(Ballast::open(root.path()).unwrap());
        let months = Months::open(root.path(), 1_000_000, ballast).unwrap();
        for round in 0..2 {
            for n in 0..7 {
                let month = Month::arriving(31 * n);
                let database = months.find_or_create(month).unwrap();
                let kept = database.get(b"key").unwrap();
                assert_eq!(kept.is_some(), round == 1);
                let mut batch = sled::Batch::default();
                batch.insert(b"key".as_slice(), b"value".as_slice());
                database.apply(batch).unwrap();
                drop(database);
                assert!(months.open.lock().unwrap().slots.len() <= OPEN_MONTHS);
            }
        }
        let month = Month::arriving(0);
        months.delete(month).unwrap();
        assert!(months.find(month).unwrap().is_none());
        months.retain(|month| Ok(month == Month::arriving(31))).unwrap();
        assert_eq!(names(&root.path().join("logs")).unwrap().len(), 1);
    }
}
