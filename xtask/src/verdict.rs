// SPDX-License-Identifier: MIT OR Apache-2.0
//! What a check has to say: notes inform, findings fail.

/// What a check has to say.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    findings: Vec<String>,
    notes: Vec<String>,
    summary: String,
}

impl Verdict {
    /// Adds something that must be mended.
    pub(crate) fn find(&mut self, text: impl Into<String>) {
        self.findings.push(text.into());
    }

    /// Adds something worth knowing.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Says in one line what was looked at.
    pub(crate) fn summarise(&mut self, text: impl Into<String>) {
        self.summary = text.into();
    }

    /// Takes over what another check found and noted.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.notes.extend(other.notes);
    }

    /// What must be mended.
    pub(crate) fn findings(&self) -> &[String] {
        &self.findings
    }

    /// What is worth knowing.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What was looked at.
    pub(crate) fn summary(&self) -> &str {
        &self.summary
    }

    /// Whether nothing must be mended.
    pub(crate) const fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}
