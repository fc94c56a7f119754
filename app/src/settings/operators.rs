//! How many conversations each operator has at most at once: the form.

use std::collections::BTreeMap;

use domain::{
    OperatorId, Refusal,
    operator::{self, Face, Role},
};
use serde::{Deserialize, Serialize};

/// An operator in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorEntry {
    /// Who.
    pub face: Face,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// Form of `operator/capacities`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacitiesForm {
    /// By `id-` and the operator's id, since what begins with a digit is a place in a list: a number, or nothing for no limit.
    #[serde(default)]
    pub capacity: BTreeMap<String, String>,
}

impl CapacitiesForm {
    /// What is written.
    ///
    /// # Errors
    /// `invalid`, field `capacity` and the operator; `not_found` for what is no operator's id.
    pub fn read(&self) -> Result<Vec<(OperatorId, Option<i64>)>, Refusal> {
        let read = |(id, written): (&String, &String)| {
            let field = format!("capacity.{id}");
            let number = match written.trim() {
                "" => None,
                // What is no number at all is as wrong as one that is too small.
                text => Some(operator::capacity(&field, text.parse().unwrap_or_default())?),
            };
            Ok((operator_of(id)?, number))
        };
        self.capacity.iter().map(read).collect()
    }
}

/// What an operator's limit is called in the form.
#[must_use]
pub fn key(id: OperatorId) -> String {
    format!("id-{id}")
}

fn operator_of(key: &str) -> Result<OperatorId, Refusal> {
    key.strip_prefix("id-").and_then(|id| id.parse().ok()).ok_or_else(Refusal::not_found)
}

#[cfg(feature = "ssr")]
impl CapacitiesForm {
    /// What is stored.
    #[must_use]
    pub fn of(operators: &[service::account::Colleague]) -> Self {
        let written = |known: &service::account::Colleague| {
            (key(known.face.id), known.capacity.map(|number| number.to_string()).unwrap_or_default())
        };
        Self { capacity: operators.iter().map(written).collect() }
    }
}

#[cfg(feature = "ssr")]
impl From<service::account::Colleague> for OperatorEntry {
    fn from(colleague: service::account::Colleague) -> Self {
        let service::account::Colleague { face, email, role, .. } = colleague;
        Self { face, email, role }
    }
}

#[cfg(test)]
mod tests {
    use domain::Code;

    use super::*;

    #[test]
    fn a_limit_is_a_number_or_nothing() {
        let id: OperatorId = "0199aa00-0000-7000-8000-000000000001".parse().expect("is an id");
        let read = |written: &str| CapacitiesForm { capacity: [(key(id), written.to_owned())].into() }.read();
        assert_eq!(read(" "), Ok(vec![(id, None)]));
        assert_eq!(read(" 4 "), Ok(vec![(id, Some(4))]));
        for wrong in ["0", "-1", "many", "1.5", "1001", "99999999999999999999"] {
            let refusal = read(wrong).expect_err(wrong);
            assert_eq!((refusal.code, refusal.field), (Code::Invalid, Some(format!("capacity.id-{id}"))));
        }
    }
}
