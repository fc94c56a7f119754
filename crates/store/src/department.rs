//! Departments and who belongs to them.

use domain::{DepartmentId, OperatorId};
use sqlx::FromRow;

use crate::{Result, Tx};

/// A group of operators.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Department {
    /// Ours.
    pub id: DepartmentId,
    /// The `groupId` of the embed.
    pub public_id: String,
    /// The small number some vendors use instead.
    pub number: i64,
    /// For people.
    pub name: String,
}

#[derive(FromRow)]
struct Member {
    operator_id: OperatorId,
}

impl Tx {
    /// Adds or changes a department, known by its public id.
    ///
    /// # Errors
    /// `Conflict` when number or name belong to another department.
    pub async fn put_department(&mut self, department: &Department) -> Result<()> {
        self.query(
            "INSERT INTO departments (organisation_id, id, public_id, number, name) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organisation_id, public_id) DO UPDATE SET number = excluded.number, name = excluded.name",
        )
        .bind(department.id)
        .bind(department.public_id.as_str())
        .bind(department.number)
        .bind(department.name.as_str())
        .run()
        .await?;
        Ok(())
    }

    /// The department with this public id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn department(&mut self, public_id: &str) -> Result<Option<Department>> {
        self.query("SELECT id, public_id, number, name FROM departments WHERE organisation_id = $1 AND public_id = $2")
            .bind(public_id)
            .maybe()
            .await
    }

    /// Every department, by number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn departments(&mut self) -> Result<Vec<Department>> {
        self.query(
            "SELECT id, public_id, number, name FROM departments WHERE organisation_id = $1 ORDER BY number",
        )
        .all()
        .await
    }

    /// Says who belongs to a department: these and nobody else.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_members(&mut self, department: DepartmentId, members: &[OperatorId]) -> Result<()> {
        self.query("DELETE FROM operator_departments WHERE organisation_id = $1 AND department_id = $2")
            .bind(department)
            .run()
            .await?;
        for member in members {
            self.query(
                "INSERT INTO operator_departments (organisation_id, operator_id, department_id) \
                 VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            )
            .bind(*member)
            .bind(department)
            .run()
            .await?;
        }
        Ok(())
    }

    /// Who belongs to a department.
    ///
    /// # Errors
    /// The database failed.
    pub async fn members(&mut self, department: DepartmentId) -> Result<Vec<OperatorId>> {
        let members: Vec<Member> = self
            .query(
                "SELECT operator_id FROM operator_departments WHERE organisation_id = $1 AND department_id = $2 \
                 ORDER BY operator_id",
            )
            .bind(department)
            .all()
            .await?;
        Ok(members.into_iter().map(|member| member.operator_id).collect())
    }

    /// The departments of an operator, by number.
    ///
    /// # Errors
    /// The database failed.
    pub async fn departments_of(&mut self, operator: OperatorId) -> Result<Vec<Department>> {
        self.query(
            "SELECT d.id, d.public_id, d.number, d.name FROM operator_departments m \
             JOIN departments d ON d.organisation_id = m.organisation_id AND d.id = m.department_id \
             WHERE m.organisation_id = $1 AND m.operator_id = $2 ORDER BY d.number",
        )
        .bind(operator)
        .all()
        .await
    }

    /// Until the transaction ends no other one of the organisation changes departments.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lock_departments(&mut self) -> Result<()> {
        self.query("UPDATE organisations SET name = name WHERE organisation_id = $1").run().await?;
        Ok(())
    }

    /// Deletes a department: its conversations stay without one, its members with the others they have. What sites say of
    /// it is in their settings, which are none of this table's business.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_department(&mut self, id: DepartmentId) -> Result<()> {
        self.query(
            "UPDATE conversations SET department_id = NULL, version = version + 1 \
             WHERE organisation_id = $1 AND department_id = $2",
        )
        .bind(id)
        .run()
        .await?;
        self.set_members(id, &[]).await?;
        self.query("DELETE FROM departments WHERE organisation_id = $1 AND id = $2").bind(id).run().await?;
        Ok(())
    }
}
