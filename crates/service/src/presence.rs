//! Who is here: counted by open sockets, in memory, never in the database.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{OperatorId, OrganisationId, VisitorId, operator::Availability, wire::ServerFrame};

use crate::{Result, Service, hub::Topic};

/// How long somebody who went away is still taken for present: a reload must not flash "offline".
pub const GRACE: Duration = Duration::from_secs(5);

/// Who is here.
#[derive(Default, Clone)]
pub struct Presence(Arc<Mutex<Registry>>);

#[derive(Default)]
struct Registry {
    operators: HashMap<OrganisationId, HashMap<OperatorId, Seat>>,
    visitors: HashMap<(OrganisationId, VisitorId), usize>,
    /// Operators who have as many conversations as they take.
    full: HashMap<OrganisationId, HashSet<OperatorId>>,
}

/// How an organisation answers its visitors now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// Somebody takes new conversations.
    pub online: bool,
    /// All who do have as many as they take.
    pub busy: bool,
}

struct Seat {
    sockets: usize,
    availability: Availability,
}

impl Presence {
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How visitors are answered now.
    #[must_use]
    pub fn answers(&self, organisation: OrganisationId) -> Answers {
        let registry = self.registry();
        let full = registry.full.get(&organisation);
        let seats = registry.operators.get(&organisation).into_iter().flatten();
        let mut online = seats.filter(|(_, seat)| seat.availability == Availability::Online).peekable();
        let is_online = online.peek().is_some();
        let is_full = |operator: &OperatorId| full.is_some_and(|full| full.contains(operator));
        Answers { online: is_online, busy: is_online && online.all(|(operator, _)| is_full(operator)) }
    }

    /// Whether somebody takes new conversations.
    #[must_use]
    pub fn online(&self, organisation: OrganisationId) -> bool {
        self.answers(organisation).online
    }

    /// Whether a socket of the visitor is open.
    #[must_use]
    pub fn visitor(&self, organisation: OrganisationId, visitor: VisitorId) -> bool {
        self.registry().visitors.contains_key(&(organisation, visitor))
    }
}

/// An operator's open desk; dropping it is leaving.
pub struct OperatorHere {
    service: Service,
    organisation: OrganisationId,
    operator: OperatorId,
}

/// A visitor's open socket; dropping it is leaving.
pub struct VisitorHere {
    service: Service,
    organisation: OrganisationId,
    visitor: VisitorId,
}

impl Service {
    /// The operator opened a desk.
    #[must_use]
    pub fn operator_here(
        &self,
        organisation: OrganisationId,
        operator: OperatorId,
        availability: Availability,
    ) -> OperatorHere {
        self.change_online(organisation, |registry| {
            let seats = registry.operators.entry(organisation).or_default();
            let seat = seats.entry(operator).or_insert(Seat { sockets: 0, availability });
            seat.sockets += 1;
            seat.availability = availability;
        });
        OperatorHere { service: self.clone(), organisation, operator }
    }

    /// The operator wants, or wants no more, new conversations.
    pub(crate) fn operator_available(
        &self,
        organisation: OrganisationId,
        operator: OperatorId,
        availability: Availability,
    ) {
        self.change_online(organisation, |registry| {
            if let Some(seat) =
                registry.operators.get_mut(&organisation).and_then(|seats| seats.get_mut(&operator))
            {
                seat.availability = availability;
            }
        });
    }

    /// The visitor opened a socket.
    #[must_use]
    pub fn visitor_here(&self, organisation: OrganisationId, visitor: VisitorId) -> VisitorHere {
        let sockets = {
            let mut registry = self.presence().registry();
            let sockets = registry.visitors.entry((organisation, visitor)).or_default();
            *sockets += 1;
            *sockets
        };
        if sockets == 1 {
            self.hub()
                .publish(Topic::Desk(organisation), &ServerFrame::VisitorOnline { visitor, online: true });
        }
        VisitorHere { service: self.clone(), organisation, visitor }
    }

    /// Learns who has as many conversations as they take, and tells the visitors if that changed how they are answered.
    ///
    /// # Errors
    /// The database failed.
    pub async fn weigh(&self, organisation: OrganisationId) -> Result<()> {
        // One at a time: what was read last must be known last.
        let _turn = self.weighing().lock().await;
        let full = self.store().organisation(organisation).read().await?.full_operators().await?;
        self.change_online(organisation, |registry| {
            registry.full.insert(organisation, full.into_iter().collect());
        });
        Ok(())
    }

    /// Changes who is here and tells the visitors if that changed how they are answered.
    fn change_online(&self, organisation: OrganisationId, change: impl FnOnce(&mut Registry)) {
        let before = self.presence().answers(organisation);
        change(&mut self.presence().registry());
        let now = self.presence().answers(organisation);
        if now != before {
            let Answers { online, busy } = now;
            self.hub().publish(Topic::Online(organisation), &ServerFrame::Online { online, busy });
        }
    }
}

impl Drop for OperatorHere {
    fn drop(&mut self) {
        let (service, organisation, operator) = (self.service.clone(), self.organisation, self.operator);
        let leave = move |registry: &mut Registry| {
            let Some(seats) = registry.operators.get_mut(&organisation) else { return };
            if let Some(seat) = seats.get_mut(&operator) {
                seat.sockets -= 1;
                if seat.sockets == 0 {
                    seats.remove(&operator);
                }
            }
            if seats.is_empty() {
                registry.operators.remove(&organisation);
            }
        };
        after_grace(move || service.change_online(organisation, leave));
    }
}

impl Drop for VisitorHere {
    fn drop(&mut self) {
        let (service, organisation, visitor) = (self.service.clone(), self.organisation, self.visitor);
        after_grace(move || {
            let gone = {
                let mut registry = service.presence().registry();
                let sockets = registry.visitors.entry((organisation, visitor)).or_default();
                *sockets = sockets.saturating_sub(1);
                let gone = *sockets == 0;
                if gone {
                    registry.visitors.remove(&(organisation, visitor));
                }
                gone
            };
            if gone {
                service.hub().publish(
                    Topic::Desk(organisation),
                    &ServerFrame::VisitorOnline { visitor, online: false },
                );
            }
        });
    }
}

/// Runs `leave` after [`GRACE`]; at once when the program is stopping and nobody is left to be told.
fn after_grace(leave: impl FnOnce() + Send + 'static) {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => {
            runtime.spawn(async move {
                tokio::time::sleep(GRACE).await;
                leave();
            });
        }
        Err(_) => leave(),
    }
}
