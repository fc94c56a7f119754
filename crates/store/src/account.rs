//! Operators and their sessions.

use domain::{
    OperatorId, Timestamp,
    operator::{Availability, Face, Role},
};
use sqlx::FromRow;

use crate::{Result, Tx};

/// An operator as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct Operator {
    /// Opaque.
    pub id: OperatorId,
    /// Lower case, unique in the installation.
    pub email: String,
    /// Shown to visitors.
    pub name: String,
    /// A PHC string.
    pub password_hash: String,
    /// What the operator may do.
    pub role: Role,
    /// Whether the operator wants new conversations.
    pub availability: Availability,
    /// How many conversations the operator has at most at once; None: any.
    pub capacity: Option<i64>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Operator {
    /// What visitors and colleagues see.
    #[must_use]
    pub fn face(&self) -> Face {
        Face { id: self.id, name: self.name.clone() }
    }
}

#[derive(FromRow)]
struct Full {
    id: OperatorId,
}

impl Tx {
    /// Adds an operator; false when the e-mail is taken, by whichever organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_operator(&mut self, operator: &Operator) -> Result<bool> {
        let inserted = self
            .query(
                "INSERT INTO operators (organisation_id, id, email, name, password_hash, role, availability, capacity, \
                 created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            )
            .bind(operator.id)
            .bind(operator.email.as_str())
            .bind(operator.name.as_str())
            .bind(operator.password_hash.as_str())
            .bind(operator.role)
            .bind(operator.availability)
            .bind(operator.capacity)
            .bind(operator.created_at)
            .run()
            .await?;
        Ok(inserted == 1)
    }

    /// Every operator, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operators(&mut self) -> Result<Vec<Operator>> {
        self.query(
            "SELECT id, email, name, password_hash, role, availability, capacity, created_at FROM operators \
             WHERE organisation_id = $1 ORDER BY name, id",
        )
        .all()
        .await
    }

    /// One operator.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operator(&mut self, id: OperatorId) -> Result<Option<Operator>> {
        self.query(
            "SELECT id, email, name, password_hash, role, availability, capacity, created_at FROM operators \
             WHERE organisation_id = $1 AND id = $2",
        )
        .bind(id)
        .maybe()
        .await
    }

    /// One operator by e-mail, in this organisation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operator_by_email(&mut self, email: &str) -> Result<Option<Operator>> {
        self.query(
            "SELECT id, email, name, password_hash, role, availability, capacity, created_at FROM operators \
             WHERE organisation_id = $1 AND email = $2",
        )
        .bind(email)
        .maybe()
        .await
    }

    /// Changes name and role.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update_operator(&mut self, id: OperatorId, name: &str, role: Role) -> Result<()> {
        self.query("UPDATE operators SET name = $3, role = $4 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(name)
            .bind(role)
            .run()
            .await?;
        Ok(())
    }

    /// Changes how many conversations an operator has at most at once; false when there is no such operator.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_capacity(&mut self, id: OperatorId, capacity: Option<i64>) -> Result<bool> {
        let changed = self
            .query("UPDATE operators SET capacity = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(capacity)
            .run()
            .await?;
        Ok(changed == 1)
    }

    /// Operators who have as many open conversations as they take.
    ///
    /// # Errors
    /// The database failed.
    pub async fn full_operators(&mut self) -> Result<Vec<OperatorId>> {
        let full: Vec<Full> = self
            .query(
                "SELECT o.id FROM operators o WHERE o.organisation_id = $1 AND o.capacity <= (SELECT COUNT(*) \
                 FROM conversations c WHERE c.organisation_id = o.organisation_id AND c.operator_id = o.id \
                 AND c.status = 'open')",
            )
            .all()
            .await?;
        Ok(full.into_iter().map(|full| full.id).collect())
    }

    /// Changes the password and ends every session, which whoever knew the old one might hold.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_password(&mut self, id: OperatorId, password_hash: &str) -> Result<()> {
        self.query("UPDATE operators SET password_hash = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(password_hash)
            .run()
            .await?;
        self.query("DELETE FROM sessions WHERE organisation_id = $1 AND operator_id = $2")
            .bind(id)
            .run()
            .await?;
        Ok(())
    }

    /// Says whether the operator wants new conversations.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_availability(&mut self, id: OperatorId, availability: Availability) -> Result<()> {
        self.query("UPDATE operators SET availability = $3 WHERE organisation_id = $1 AND id = $2")
            .bind(id)
            .bind(availability)
            .run()
            .await?;
        Ok(())
    }

    /// Begins a session.
    ///
    /// # Errors
    /// The database failed.
    pub async fn insert_session(
        &mut self,
        token_hash: &[u8],
        operator: OperatorId,
        now: Timestamp,
    ) -> Result<()> {
        self.query(
            "INSERT INTO sessions (organisation_id, token_hash, operator_id, created_at, seen_at) \
             VALUES ($1, $2, $3, $4, $4)",
        )
        .bind(token_hash)
        .bind(operator)
        .bind(now)
        .run()
        .await?;
        Ok(())
    }

    /// Remembers that a session is in use.
    ///
    /// # Errors
    /// The database failed.
    pub async fn touch_session(&mut self, token_hash: &[u8], now: Timestamp) -> Result<()> {
        self.query("UPDATE sessions SET seen_at = $3 WHERE organisation_id = $1 AND token_hash = $2")
            .bind(token_hash)
            .bind(now)
            .run()
            .await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_session(&mut self, token_hash: &[u8]) -> Result<()> {
        self.query("DELETE FROM sessions WHERE organisation_id = $1 AND token_hash = $2")
            .bind(token_hash)
            .run()
            .await?;
        Ok(())
    }
}
