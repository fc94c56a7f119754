//! Operators: signing up, logging in, and who is asking.

use std::{net::IpAddr, sync::Arc};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use domain::{
    Code, OperatorId, OrganisationId, Refusal, SiteId,
    operator::{self, Availability, Face, Role},
    site::{Domain, Settings},
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use crate::{Effects, Result, Service, now, random};

/// A session nobody used for this long has ended.
const IDLE_MS: i64 = 14 * 24 * 3600 * 1000;
/// A session of this age has ended, used or not.
const LIFETIME_MS: i64 = 90 * 24 * 3600 * 1000;
/// The use of a session is noted at most this often: a write for every request would be a waste.
const TOUCH_MS: i64 = 5 * 60 * 1000;

/// An operator who is asking; made by [`Service::operator`] alone.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Whose rows may be touched.
    pub organisation: OrganisationId,
    /// Who.
    pub face: Face,
    /// What may be done.
    pub role: Role,
    /// Whether new conversations are wanted.
    pub availability: Availability,
}

/// An operator, as whoever decides about operators sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub face: Face,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// How many conversations they have at most at once; None: any.
    pub capacity: Option<i64>,
}

impl Operator {
    /// The operator's id.
    #[must_use]
    pub fn id(&self) -> OperatorId {
        self.face.id
    }

    /// Whether this operator decides about settings.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.role >= Role::Admin
    }
}

/// What somebody writes to make an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// The organisation's name.
    pub organisation: String,
    /// The address of the first site.
    pub website: String,
    /// The owner's name.
    pub name: String,
    /// The owner's address.
    pub email: String,
    /// The owner's password.
    pub password: String,
}

/// Hashing, a few at a time: it is slow and large on purpose, and a flood of log-ins must not stop the chat (S-31).
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(2)) }
    }
}

/// Checked when there is no such account, so that the answer takes the same time (S-29).
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dXNoZXItbm9ib2R5LXNhbHQ$RkCq5bHBDN0rGnOyQQ1qQ1UPAVSXz2sKMPuB7YyaV5A";

fn argon() -> Argon2<'static> {
    // OWASP's least: 19 MiB, two passes, one lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

impl Passwords {
    pub(crate) async fn hash(&self, password: String) -> Result<String> {
        let outcome = self
            .work(move || argon().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
            .await?;
        Ok(outcome.map_err(|error| {
            tracing::error!(%error, "a password can not be hashed");
            unavailable()
        })?)
    }

    pub(crate) async fn verify(&self, password: String, hash: String) -> Result<bool> {
        self.work(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| argon().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _turn = self.turns.acquire().await.map_err(|_| unavailable())?;
        Ok(tokio::task::spawn_blocking(job).await.map_err(|_| unavailable())?)
    }
}

fn unavailable() -> Refusal {
    Refusal::new(Code::Unavailable, "The server could not do this just now. Try again.")
}

impl Service {
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// Makes an organisation with its owner and its first site; returns a session's token.
    ///
    /// # Errors
    /// `invalid` with the field, `taken` for an e-mail that has an account, `too_many_requests`.
    pub async fn sign_up(&self, form: SignUp, address: IpAddr) -> Result<String> {
        let email = operator::email(&form.email)?;
        let name = operator::name("name", &form.name)?;
        let organisation_name = operator::name("organisation", &form.organisation)?;
        let domain = Domain::parse(&form.website).map_err(|_| {
            Refusal::field(Code::Invalid, "website", "Write the address of your site: shop.example.")
        })?;
        operator::password(&form.password)?;
        self.limits().password(&email, address)?;

        let now = now();
        let organisation = self.store().organisation(OrganisationId(random::row_id()));
        let owner = store::Operator {
            id: OperatorId(random::row_id()),
            email,
            name,
            password_hash: self.passwords().hash(form.password).await?,
            role: Role::Owner,
            availability: Availability::Online,
            capacity: None,
            created_at: now,
        };
        let site = store::Site {
            id: SiteId(random::row_id()),
            public_id: random::public_id()?,
            name: organisation_name.clone(),
            settings: Settings { domains: vec![domain], ..Settings::default() },
            has_bot: false,
            created_at: now,
        };
        let token = random::new_token()?;
        let mut tx = organisation.write().await?;
        let fresh = tx.insert_organisation(&organisation.id().to_string(), &organisation_name, now).await?
            && tx.insert_operator(&owner).await?
            && tx.insert_site(&site).await?;
        if !fresh {
            let message = "There is already an account with this address. Log in instead.";
            return Err(Refusal::field(Code::Taken, "email", message).into());
        }
        tx.insert_session(&random::hash(&token), owner.id, now).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Begins a session; returns its token.
    ///
    /// # Errors
    /// `wrong_password`, the same for an unknown address; `too_many_requests`.
    pub async fn log_in(&self, email: &str, password: String, address: IpAddr) -> Result<String> {
        let wrong = || Refusal::new(Code::WrongPassword, "E-mail and password do not fit together.");
        let email = email.trim().to_lowercase();
        self.limits().password(&email, address)?;
        if password.chars().count() > operator::PASSWORD_MAX {
            return Err(wrong().into());
        }
        let known = match self.store().directory().organisation_by_email(&email).await? {
            Some(organisation) => {
                let organisation = self.store().organisation(organisation);
                let operator = organisation.read().await?.operator_by_email(&email).await?;
                operator.map(|operator| (organisation, operator))
            }
            None => None,
        };
        let hash = known.as_ref().map_or(NOBODY, |(_, operator)| &operator.password_hash).to_owned();
        let fits = self.passwords().verify(password, hash).await?;
        let Some((organisation, operator)) = known.filter(|_| fits) else {
            tracing::info!(%address, "a log-in was refused");
            return Err(wrong().into());
        };
        let token = random::new_token()?;
        let mut tx = organisation.write().await?;
        tx.insert_session(&random::hash(&token), operator.id, now()).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Ends a session; one that has ended already is fine.
    ///
    /// # Errors
    /// The database failed.
    pub async fn log_out(&self, token: &str) -> Result<()> {
        let hash = random::hash(token);
        if let Some(session) = self.store().directory().session(&hash).await? {
            let mut tx = self.store().organisation(session.organisation).write().await?;
            tx.delete_session(&hash).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Who holds this session.
    ///
    /// # Errors
    /// `unauthenticated` when it has ended or never was.
    pub async fn operator(&self, token: &str) -> Result<Operator> {
        let hash = random::hash(token);
        let now = now();
        let session = self.store().directory().session(&hash).await?;
        let session = session
            .filter(|session| {
                now.since(session.seen_at) < IDLE_MS && now.since(session.created_at) < LIFETIME_MS
            })
            .ok_or_else(Refusal::unauthenticated)?;
        let organisation = self.store().organisation(session.organisation);
        let operator = organisation
            .read()
            .await?
            .operator(session.operator)
            .await?
            .ok_or_else(Refusal::unauthenticated)?;
        if now.since(session.seen_at) > TOUCH_MS {
            let mut tx = organisation.write().await?;
            tx.touch_session(&hash, now).await?;
            tx.commit().await?;
        }
        Ok(Operator {
            organisation: session.organisation,
            face: operator.face(),
            role: operator.role,
            availability: operator.availability,
        })
    }

    /// The operators of an organisation by name, for somebody who decides about them.
    ///
    /// # Errors
    /// `not_found` for everybody else.
    pub async fn colleagues_to_settle(&self, actor: &Operator) -> Result<Vec<Colleague>> {
        if !actor.administers() {
            return Err(Refusal::not_found().into());
        }
        let operators = self.store().organisation(actor.organisation).read().await?.operators().await?;
        let colleague = |operator: store::Operator| Colleague {
            face: operator.face(),
            email: operator.email,
            role: operator.role,
            capacity: operator.capacity,
        };
        Ok(operators.into_iter().map(colleague).collect())
    }

    /// Changes how many conversations operators have at most at once; None: any.
    ///
    /// # Errors
    /// `not_found` for who does not decide about operators, and for an operator of another organisation; `invalid`, field
    /// `capacity`.
    pub async fn set_capacities(
        &self,
        actor: &Operator,
        capacities: &[(OperatorId, Option<i64>)],
    ) -> Result<()> {
        if !actor.administers() {
            return Err(Refusal::not_found().into());
        }
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        for (id, capacity) in capacities {
            let capacity = capacity.map(|raw| operator::capacity("capacity", raw)).transpose()?;
            if !tx.set_capacity(*id, capacity).await? {
                return Err(Refusal::not_found().into());
            }
        }
        let mut effects = Effects::default();
        effects.weigh();
        self.commit(tx, effects).await
    }

    /// The operator wants, or wants no more, new conversations.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_availability(&self, actor: &Operator, availability: Availability) -> Result<()> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        tx.set_availability(actor.id(), availability).await?;
        tx.commit().await?;
        self.operator_available(actor.organisation, actor.id(), availability);
        Ok(())
    }
}
