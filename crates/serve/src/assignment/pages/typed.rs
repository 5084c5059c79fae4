//! What was typed, read at the door.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;

/// Fields of a form.
pub(super) type Fields = BTreeMap<String, String>;

/// What was typed into a field, without spaces around it.
pub(super) fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map(|text| text.trim()).unwrap_or_default()
}

/// A day in three fields.
pub(super) fn day(fields: &Fields, name: &str) -> Result<Date> {
    let part = |end: &str| text(fields, &format!("{name}{end}")).parse::<i16>().ok();
    let parts = part("").zip(part("-month")).zip(part("-year"));
    let date = parts.and_then(|((day, month), year)| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    });
    date.ok_or_else(|| Error::invalid("assignment-date-wrong"))
}
