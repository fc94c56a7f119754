//! Who is here: counted by open sockets, in memory, never in the database.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
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
    staff: HashMap<OrganisationId, Staff>,
}

/// What the database says of an organisation's operators.
#[derive(Default)]
struct Staff {
    /// Who has as many conversations as they take.
    full: HashSet<OperatorId>,
    /// Who answers for each department, by its public id.
    members: HashMap<String, HashSet<OperatorId>>,
}

/// How visitors are answered now.
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

    /// How the visitors of a department are answered now: by its members, and by everybody if it has none. The first of
    /// `departments` that there is counts, as for new conversations; without one everybody answers.
    #[must_use]
    pub fn answers(&self, organisation: OrganisationId, departments: [Option<&str>; 2]) -> Answers {
        let registry = self.registry();
        let staff = registry.staff.get(&organisation);
        let members = |department| staff.and_then(|staff| staff.members.get(department));
        registry.answers(organisation, departments.into_iter().flatten().find_map(members))
    }

    /// Whether somebody of the organisation takes new conversations.
    #[must_use]
    pub fn online(&self, organisation: OrganisationId) -> bool {
        self.answers(organisation, [None, None]).online
    }

    /// Whether a socket of the visitor is open.
    #[must_use]
    pub fn visitor(&self, organisation: OrganisationId, visitor: VisitorId) -> bool {
        self.registry().visitors.contains_key(&(organisation, visitor))
    }
}

impl Registry {
    fn answers(&self, organisation: OrganisationId, members: Option<&HashSet<OperatorId>>) -> Answers {
        let members = members.filter(|members| !members.is_empty());
        let answers = |operator: &OperatorId| members.is_none_or(|members| members.contains(operator));
        let seats = self.operators.get(&organisation).into_iter().flatten();
        let mut online = seats
            .filter(|(operator, seat)| seat.availability == Availability::Online && answers(operator))
            .peekable();
        let is_online = online.peek().is_some();
        let staff = self.staff.get(&organisation);
        let is_full = |operator: &OperatorId| staff.is_some_and(|staff| staff.full.contains(operator));
        Answers { online: is_online, busy: is_online && online.all(|(operator, _)| is_full(operator)) }
    }

    /// How everybody is answered: the visitors of each department, and those of none.
    fn outlook(&self, organisation: OrganisationId) -> BTreeMap<Option<String>, Answers> {
        let departments = self.staff.get(&organisation).into_iter().flat_map(|staff| &staff.members);
        departments
            .map(|(department, members)| (Some(department.clone()), Some(members)))
            .chain([(None, None)])
            .map(|(department, members)| (department, self.answers(organisation, members)))
            .collect()
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

    /// Learns who has as many conversations as they take and who answers for which department, and tells the visitors if that
    /// changed how they are answered.
    ///
    /// # Errors
    /// The database failed.
    pub async fn weigh(&self, organisation: OrganisationId) -> Result<()> {
        // One at a time: what was read last must be known last.
        let _turn = self.weighing().lock().await;
        let mut tx = self.store().organisation(organisation).read().await?;
        let mut staff = Staff { full: tx.full_operators().await?.into_iter().collect(), ..Staff::default() };
        for department in tx.departments().await? {
            let members = tx.members(department.id).await?;
            staff.members.insert(department.public_id, members.into_iter().collect());
        }
        drop(tx);
        self.change_online(organisation, |registry| {
            registry.staff.insert(organisation, staff);
        });
        Ok(())
    }

    /// Changes who is here and tells the visitors if that changed how some of them are answered.
    fn change_online(&self, organisation: OrganisationId, change: impl FnOnce(&mut Registry)) {
        let changed = {
            let mut registry = self.presence().registry();
            let before = registry.outlook(organisation);
            change(&mut registry);
            registry.outlook(organisation) != before
        };
        if changed {
            self.hub().staff_changed(organisation);
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
