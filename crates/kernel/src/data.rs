//! Mistakes in data files, named so that the person who wrote the file finds them at once.

use std::fmt;

/// A mistake in a data file: where it stands and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// Name of the file, as it was handed in.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Name of the column in a spreadsheet, number of the character (from 1) elsewhere.
    pub column: Option<String>,
    /// What is wrong and what to do, without full stop.
    pub message: String,
}

impl DataError {
    /// A mistake in the spreadsheet `file`, in the column named `column`.
    pub fn cell(file: &str, line: u64, column: &str, message: impl fmt::Display) -> Self {
        let column = Some(column.to_owned());
        Self { file: file.to_owned(), line, column, message: message.to_string() }
    }

    /// A mistake at the byte `offset` of `text`; an offset behind the end means the end.
    pub fn at(file: &str, text: &str, offset: usize, message: impl fmt::Display) -> Self {
        let mut line = 1;
        let mut column = 1;
        for (_, letter) in text.char_indices().take_while(|(at, _)| *at < offset) {
            if letter == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        let (file, message) = (file.to_owned(), message.to_string());
        Self { file, line, column: Some(column.to_string()), message }
    }

    /// What the TOML reader said about `text`.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        Self::at(file, text, offset, error.message().replace('\n', "; "))
    }

    /// What the CSV reader said.
    pub fn csv(file: &str, error: &csv::Error) -> Self {
        let line = error.position().map_or(1, csv::Position::line);
        Self { file: file.to_owned(), line, column: None, message: error.to_string() }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}.", self.message)
    }
}

impl std::error::Error for DataError {}

#[cfg(test)]
mod tests {
    use super::DataError;

    #[test]
    fn names_file_line_and_column() {
        let error = DataError::at("a.toml", "jam = 1\nhari = \"é\" x", 19, "too much");
        assert_eq!(error.to_string(), "a.toml, line 2, column 11: too much.");
        let error = DataError::cell("a.csv", 4, "tanggal", "no such day");
        assert_eq!(error.to_string(), "a.csv, line 4, column tanggal: no such day.");
    }
}
