//! Tabs of the work queue, and the keys by which a long list goes on.

use kernel::Error;
use kernel::error::Result;
use kernel::id::ApplicationId;

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// To be checked, and waiting for their turn.
    #[default]
    New,
    /// Taken by this officer, then by colleagues.
    Mine,
    /// With the citizen.
    Citizen,
    /// Approved, and ready to be collected.
    Issue,
    /// Past their deadline.
    Late,
}

impl Tab {
    /// All tabs, in order.
    pub const ALL: [Self; 5] = [Self::New, Self::Mine, Self::Citizen, Self::Issue, Self::Late];

    /// Its name in addresses and locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "baru",
            Self::Mine => "saya",
            Self::Citizen => "warga",
            Self::Issue => "terbit",
            Self::Late => "lewat",
        }
    }

    /// The tab of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.code() == code)
    }
}

/// Behind which row of which list a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// Behind a file that is to be checked.
    Check(ApplicationId),
    /// Behind a place in the queue of a service.
    Place {
        /// Code of the service.
        service: String,
        /// Priority of the last row.
        priority: i64,
        /// Position of the last row.
        position: i64,
    },
    /// Behind a file of a stage, by deadline.
    Staged {
        /// Name of the stage.
        stage: String,
        /// Deadline of the last row in microseconds, 0 for none.
        due: i64,
        /// The last row.
        id: ApplicationId,
    },
}

impl After {
    /// Reads what [`After::text`] wrote.
    ///
    /// # Errors
    /// Not found for anything else: no page of ours leads there.
    pub fn parse(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.split('~').collect();
        let number = |part: &str| part.parse::<i64>().map_err(|_| Error::not_found());
        let id = |part: &str| part.parse::<ApplicationId>().map_err(|_| Error::not_found());
        match parts.as_slice() {
            ["periksa", last] => Ok(Self::Check(id(last)?)),
            ["antre", service, priority, position] => Ok(Self::Place {
                service: (*service).to_owned(),
                priority: number(priority)?,
                position: number(position)?,
            }),
            ["tahap", stage, due, last] => {
                Ok(Self::Staged { stage: (*stage).to_owned(), due: number(due)?, id: id(last)? })
            }
            _ => Err(Error::not_found()),
        }
    }

    /// As it stands in an address.
    pub fn text(&self) -> String {
        match self {
            Self::Check(id) => format!("periksa~{id}"),
            Self::Place { service, priority, position } => {
                format!("antre~{service}~{priority}~{position}")
            }
            Self::Staged { stage, due, id } => format!("tahap~{stage}~{due}~{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::After;
    use kernel::id::ApplicationId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_survive_the_address(priority in 0i64..2, position in any::<i64>(), id: u128) {
            let id = ApplicationId::from_uuid(uuid::Uuid::from_u128(id));
            for after in [
                After::Check(id),
                After::Place { service: "DUK-KK".to_owned(), priority, position },
                After::Staged { stage: "working".to_owned(), due: position, id },
            ] {
                prop_assert_eq!(After::parse(&after.text()).unwrap(), after);
            }
        }

        #[test]
        fn anything_else_leads_nowhere(text in "[b-z~0-9]{0,40}") {
            prop_assert!(After::parse(&text).is_err());
        }
    }
}
