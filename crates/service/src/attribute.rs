//! Attributes: which facts of its visitors an organisation wants to know.

use domain::{Code, Refusal, attribute::Attribute};
use store::Tx;

use crate::{Effects, Operator, Result, Service, hub::Topic};

/// Most attributes of an organisation: more would not be looked at.
const MOST: usize = 50;

impl Service {
    /// The attributes of an operator's organisation, for somebody who decides about them.
    ///
    /// # Errors
    /// `not_found` for everybody else.
    pub async fn attributes_to_settle(&self, actor: &Operator) -> Result<Vec<Attribute>> {
        may_settle(actor)?;
        Ok(self.store().organisation(actor.organisation).read().await?.attributes().await?)
    }

    /// Defines an attribute. Its id and its kind stay: pages and what is stored go by them.
    ///
    /// # Errors
    /// `not_found` for who does not decide about attributes; `invalid` or `taken`, fields `id` and `name`.
    pub async fn make_attribute(&self, actor: &Operator, new: &Attribute) -> Result<()> {
        may_settle(actor)?;
        new.check()?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let known = tx.attributes().await?;
        if known.iter().any(|known| known.id == new.id) {
            let message = format!("“{}” is the id of another attribute.", new.id);
            return Err(Refusal::field(Code::Taken, "id", message).into());
        }
        if known.len() >= MOST {
            return Err(Refusal::new(Code::Invalid, format!("There are at most {MOST} attributes.")).into());
        }
        tx.put_attribute(new).await?;
        self.commit(tx, news(actor)).await
    }

    /// Renames an attribute, for people.
    ///
    /// # Errors
    /// `not_found` for one that is not there, and for who does not decide about attributes; `invalid`, field `name`.
    pub async fn rename_attribute(&self, actor: &Operator, id: &str, name: &str) -> Result<()> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let renamed = Attribute { name: name.to_owned(), ..known(&mut tx, id).await? };
        renamed.check()?;
        tx.put_attribute(&renamed).await?;
        self.commit(tx, news(actor)).await
    }

    /// Forgets an attribute; what pages tell of it from now on is skipped.
    ///
    /// # Errors
    /// `not_found` for one that is not there, and for who does not decide about attributes.
    pub async fn remove_attribute(&self, actor: &Operator, id: &str) -> Result<()> {
        may_settle(actor)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        known(&mut tx, id).await?;
        tx.delete_attribute(id).await?;
        self.commit(tx, news(actor)).await
    }
}

async fn known(tx: &mut Tx, id: &str) -> Result<Attribute> {
    let known = tx.attributes().await?.into_iter().find(|known| known.id == id);
    Ok(known.ok_or_else(Refusal::not_found)?)
}

fn may_settle(actor: &Operator) -> Result<()> {
    if actor.administers() { Ok(()) } else { Err(Refusal::not_found().into()) }
}

/// They stand beside every conversation: every desk looks anew.
fn news(actor: &Operator) -> Effects {
    let mut effects = Effects::default();
    effects.recall(Topic::Desk(actor.organisation));
    effects
}
