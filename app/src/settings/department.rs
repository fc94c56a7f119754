//! The forms of departments: what they send.

use domain::{OperatorId, operator::Face};
use serde::{Deserialize, Serialize};

/// A department in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentEntry {
    /// The `groupId` of the embed.
    pub id: String,
    /// For people.
    pub name: String,
    /// Who answers.
    pub members: Vec<Face>,
}

/// Form of `department/make`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDepartment {
    /// For people.
    pub name: String,
    /// Its public id; empty is one of its name.
    #[serde(default)]
    pub id: String,
    /// Who answers.
    #[serde(default)]
    pub members: Vec<OperatorId>,
}

/// Form of `department/change`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentForm {
    /// Its public id.
    pub department: String,
    /// For people.
    pub name: String,
    /// Who answers; nobody, where no box is ticked.
    #[serde(default)]
    pub members: Vec<OperatorId>,
}

/// Form of `department/delete`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteDepartment {
    /// Its public id.
    pub department: String,
}

#[cfg(feature = "ssr")]
impl From<service::department::Department> for DepartmentEntry {
    fn from(department: service::department::Department) -> Self {
        let service::department::Department { public_id, name, members } = department;
        Self { id: public_id, name, members }
    }
}

#[cfg(feature = "ssr")]
impl From<service::department::Department> for DepartmentForm {
    fn from(department: service::department::Department) -> Self {
        let members = department.members.into_iter().map(|face| face.id).collect();
        Self { department: department.public_id, name: department.name, members }
    }
}
