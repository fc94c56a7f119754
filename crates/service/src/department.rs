//! Departments: groups of operators, each with the conversations that are its business first.

use domain::{
    Code, DepartmentId, OperatorId, Refusal, department,
    operator::{self, Face},
};
use store::Tx;

use crate::{Effects, Operator, Result, Service, hub::Topic, random};

/// A department as its organisation's admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// The `groupId` of the embed.
    pub public_id: String,
    /// For people.
    pub name: String,
    /// Who answers.
    pub members: Vec<Face>,
}

impl Service {
    /// The departments of an operator's organisation, for somebody who decides about them.
    ///
    /// # Errors
    /// `not_found` for everybody else.
    pub async fn departments_to_settle(&self, actor: &Operator) -> Result<Vec<Department>> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let people: Vec<Face> = tx.operators().await?.iter().map(store::Operator::face).collect();
        let mut departments = Vec::new();
        for store::Department { id, public_id, name, .. } in tx.departments().await? {
            let ids = tx.members(id).await?;
            let members = people.iter().filter(|face| ids.contains(&face.id)).cloned().collect();
            departments.push(Department { public_id, name, members });
        }
        Ok(departments)
    }

    /// Everybody who may be a member, by name.
    ///
    /// # Errors
    /// `not_found` for who does not decide about departments.
    pub async fn people_to_settle(&self, actor: &Operator) -> Result<Vec<Face>> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        Ok(tx.operators().await?.iter().map(store::Operator::face).collect())
    }

    /// Makes a department; without an `id` it gets one of its name. Returns its id.
    ///
    /// # Errors
    /// `not_found` for who does not decide about departments; `invalid` or `taken`, fields `name`, `id`, `members`.
    pub async fn make_department(
        &self,
        actor: &Operator,
        name: &str,
        id: Option<&str>,
        members: &[OperatorId],
    ) -> Result<String> {
        may_settle(actor)?;
        let name = operator::name("name", name)?;
        let wish = id.map(department::check_id).transpose()?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        tx.lock_departments().await?;
        let known = tx.departments().await?;
        let is_taken = |id: &str| known.iter().any(|known| known.public_id == id);
        free_name(&known, &name, None)?;
        let number = known.iter().map(|known| known.number).max().unwrap_or(0) + 1;
        let public_id = match wish {
            Some(id) if is_taken(&id) => {
                let message = format!("“{id}” is the id of another department.");
                return Err(Refusal::field(Code::Taken, "id", message).into());
            }
            Some(id) => id,
            None => department::id_of(&name, number, is_taken),
        };
        let new = store::Department {
            id: DepartmentId(random::row_id()),
            public_id: public_id.clone(),
            number,
            name,
        };
        tx.put_department(&new).await?;
        set_members(&mut tx, new.id, members).await?;
        self.commit(tx, news(actor)).await?;
        Ok(public_id)
    }

    /// Renames a department and says who its members are. Its id stays: pages name it.
    ///
    /// # Errors
    /// `not_found` for a department of another organisation, and for who does not decide about departments; `invalid` or
    /// `taken`, fields `name` and `members`.
    pub async fn change_department(
        &self,
        actor: &Operator,
        public_id: &str,
        name: &str,
        members: &[OperatorId],
    ) -> Result<()> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        tx.lock_departments().await?;
        let known = tx.departments().await?;
        let department = known.iter().find(|known| known.public_id == public_id);
        let department = department.ok_or_else(Refusal::not_found)?;
        let name = operator::name("name", name)?;
        free_name(&known, &name, Some(department.id))?;
        tx.put_department(&store::Department { name, ..department.clone() }).await?;
        set_members(&mut tx, department.id, members).await?;
        self.commit(tx, news(actor)).await
    }

    /// Deletes a department. Its conversations are nobody's in particular then, and so are new ones of its sites.
    ///
    /// # Errors
    /// `not_found` for a department of another organisation, and for who does not decide about departments.
    pub async fn delete_department(&self, actor: &Operator, public_id: &str) -> Result<()> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        tx.lock_departments().await?;
        let department = tx.department(public_id).await?.ok_or_else(Refusal::not_found)?;
        for mut site in tx.sites().await? {
            let of_presets = site.settings.presets.values_mut().map(|preset| &mut preset.department);
            let named: Vec<_> = of_presets
                .chain([&mut site.settings.department])
                .filter(|department| department.as_deref() == Some(public_id))
                .collect();
            if !named.is_empty() {
                for department in named {
                    *department = None;
                }
                tx.update_site(site.id, &site.name, &site.settings).await?;
            }
        }
        tx.delete_department(department.id).await?;
        self.commit(tx, news(actor)).await
    }
}

/// To everybody else there are no departments to decide about.
fn may_settle(actor: &Operator) -> Result<()> {
    if actor.administers() { Ok(()) } else { Err(Refusal::not_found().into()) }
}

/// Names of departments are told apart by people.
fn free_name(known: &[store::Department], name: &str, mine: Option<DepartmentId>) -> Result<()> {
    if known.iter().any(|known| known.name == name && Some(known.id) != mine) {
        let message = format!("“{name}” is the name of another department.");
        return Err(Refusal::field(Code::Taken, "name", message).into());
    }
    Ok(())
}

async fn set_members(tx: &mut Tx, department: DepartmentId, members: &[OperatorId]) -> Result<()> {
    for member in members {
        if tx.operator(*member).await?.is_none() {
            let message = "Somebody here is no operator of yours. Load the page again.";
            return Err(Refusal::field(Code::Invalid, "members", message).into());
        }
    }
    Ok(tx.set_members(department, members).await?)
}

/// Names in lists, and what is whose business: every desk looks anew, and visitors may be answered by others.
fn news(actor: &Operator) -> Effects {
    let mut effects = Effects::default();
    effects.weigh();
    effects.recall(Topic::Desk(actor.organisation));
    effects
}
