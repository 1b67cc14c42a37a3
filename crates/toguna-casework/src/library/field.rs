// SPDX-License-Identifier: MIT OR Apache-2.0
//! What can be known of an item, field by field.

use super::PartialDate;

/// How a field holds what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One value; the last in the log holds.
    One,
    /// A date, as far as it is known.
    Date,
    /// Values without an order; adding and taking away never undo each other's work.
    Many,
    /// A long text that several write at once.
    Text,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $kind:ident, $limit:literal;)*) => {
        /// What is known of an item (after Dublin Core, with what lawyers need).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// Every field, by its key.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The field's name, everywhere.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// How it holds what it holds.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind,)* }
            }

            /// Bytes of one value, at most.
            #[must_use]
            pub const fn limit(self) -> u32 {
                match self { $(Self::$name => $limit,)* }
            }
        }
    };
}

fields! {
    /// What it is about, in Arabic.
    AbstractAr = "abstract-ar", Text, 16_384;
    /// What it is about, in German.
    AbstractDe = "abstract-de", Text, 16_384;
    /// What it is about, in English.
    AbstractEn = "abstract-en", Text, 16_384;
    /// What it is about, in French.
    AbstractFr = "abstract-fr", Text, 16_384;
    /// What it is about, in Portuguese.
    AbstractPt = "abstract-pt", Text, 16_384;
    /// How it is cited: ECLI, neutral citation, DOI.
    Citation = "citation", One, 1_024;
    /// The item of another space that it is a copy of, who had added that, and where.
    CopiedFrom = "copied-from", One, 512;
    /// Countries, as ISO 3166-1 alpha-2.
    Countries = "countries", Many, 64;
    /// Court or jurisdiction.
    Court = "court", One, 1_024;
    /// Who wrote it.
    Creators = "creators", Many, 1_024;
    /// When it was made.
    Date = "date", Date, 64;
    /// Instruments and articles it is about: `ICCPR 19`.
    Instruments = "instruments", Many, 256;
    /// The key it is known by elsewhere: what an import finds it again by.
    Key = "key", One, 256;
    /// Languages, as ISO 639.
    Languages = "languages", Many, 64;
    /// Licence.
    Licence = "licence", One, 1_024;
    /// Organisation that published it.
    Organisation = "organisation", One, 1_024;
    /// Rights it is about.
    Rights = "rights", Many, 256;
    /// Where it comes from.
    Source = "source", One, 4_096;
    /// Words members put on it.
    Tags = "tags", Many, 256;
    /// Index terms.
    Terms = "terms", Many, 256;
    /// Its whole text.
    Text = "text", Text, 131_072;
    /// Title.
    Title = "title", One, 1_024;
    /// What it is: law, judgment, report…
    Type = "type", One, 64;
    /// Its address.
    Url = "url", One, 4_096;
}

impl Field {
    /// The field with this name.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }

    /// Checks a value and gives it as it is kept.
    ///
    /// # Errors
    /// [`FieldFault`].
    pub fn checked(self, value: &str) -> Result<String, FieldFault> {
        let limit = self.limit();
        let value = match self.kind() {
            Kind::Text => value.to_owned(),
            Kind::Date if value.trim().is_empty() => String::new(),
            Kind::Date => PartialDate::parse(value)
                .ok_or(FieldFault::NoDate(self))?
                .to_string(),
            Kind::One | Kind::Many => value.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        if u32::try_from(value.len()).map_or(true, |len| len > limit) {
            return Err(FieldFault::TooLong(self, limit));
        }
        Ok(value)
    }
}

/// Why a value is none of a field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// It is no date.
    #[error("the value is no date")]
    NoDate(Field),
    /// It is too long.
    #[error("the value is longer than {1} bytes")]
    TooLong(Field, u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_checked_by_its_field() {
        assert_eq!(Field::Title.checked("  La \n loi ").unwrap(), "La loi");
        assert_eq!(Field::Date.checked("٢٠١٩").unwrap(), "2019");
        assert_eq!(Field::Date.checked("hier"), Err(FieldFault::NoDate(Field::Date)));
        assert_eq!(Field::Date.checked(" "), Ok(String::new()));
        assert_eq!(
            Field::Tags.checked(&"x".repeat(257)),
            Err(FieldFault::TooLong(Field::Tags, 257 - 1))
        );
        assert_eq!(Field::Text.checked(" a\nb ").unwrap(), " a\nb ");
        for field in Field::ALL {
            assert_eq!(Field::named(field.key()), Some(*field));
        }
        assert!(Field::ALL.windows(2).all(|pair| pair[0].key() < pair[1].key()));
    }
}
