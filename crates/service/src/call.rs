//! Calls back: asked for by a visitor, taken by an operator or made by a provider, and told to both as they go on
//! (`CONTRACT 1.6 startCall`, `CONTRACT 1.4 jivo_onCallStart`).

use domain::{
    CallId, Code, ConversationId, OrganisationId, Refusal, Timestamp,
    call::{Calls, DISABLED, LONGEST_MS, RING_MS, Status, Step, Twilio},
    contact::{self, Contact},
    conversation::{self, Row},
    message::{Author, Kind, Text},
    visitor::Token,
    webhook::Event,
    wire::{CallState, RequestCall, ServerFrame},
};
use jiff::tz::TimeZone;
use phonenumber::{Mode, country};
use store::{Call, KnownCall, Tx};

use crate::{
    Effects, Operator, Result, Service,
    hub::Topic,
    message::{announce, begin, line, words},
    now, random,
    site::Site,
    visitor::{self, Client},
    webhook,
};

/// Why a call that nobody took is over.
const NOBODY: &str = "Nobody was free";
/// Why one is over of which nothing was heard.
const SILENCE: &str = "Nothing was heard of it";

/// A call that a provider shall make.
#[derive(Debug, Clone)]
pub struct Dial {
    /// Whose.
    pub organisation: OrganisationId,
    /// Which.
    pub call: CallId,
    /// The visitor's number.
    pub phone: String,
    /// The site's account.
    pub account: Twilio,
}

/// Checks what only this crate can: whether the office's clock exists.
///
/// # Errors
/// `invalid`, field `calls.time_zone`.
pub(crate) fn check(calls: &Calls) -> std::result::Result<(), Refusal> {
    clock(calls).map(drop)
}

fn clock(calls: &Calls) -> std::result::Result<TimeZone, Refusal> {
    if calls.time_zone.is_empty() {
        return Ok(TimeZone::UTC);
    }
    let unknown = |_| {
        let message = "A name like Europe/Oslo is expected.";
        Refusal::field(Code::Invalid, "calls.time_zone", message)
    };
    TimeZone::get(&calls.time_zone).map_err(unknown)
}

/// Whether somebody calls at this moment.
fn is_open(calls: &Calls, at: Timestamp) -> bool {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at.0) else { return false };
    // It was checked when it was stored.
    let zone = clock(calls).unwrap_or(TimeZone::UTC);
    let local = moment.to_zoned(zone);
    let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
    calls.is_open(local.weekday().to_sunday_zero_offset().unsigned_abs(), minute)
}

/// The first moment of this month by the office's clock.
fn month(calls: &Calls, at: Timestamp) -> Timestamp {
    let zone = clock(calls).unwrap_or(TimeZone::UTC);
    let first = jiff::Timestamp::from_millisecond(at.0)
        .and_then(|moment| moment.to_zoned(zone).first_of_month())
        .and_then(|first| first.start_of_day());
    first.map_or(at, |first| Timestamp(first.timestamp().as_millisecond()))
}

/// The number in the form of E.164; `country` is that of numbers without one.
///
/// # Errors
/// `invalid`, field `phone`.
fn normalise(raw: &str, country: &str) -> std::result::Result<String, Refusal> {
    let wrong = || Refusal::field(Code::Invalid, "phone", "Invalid phone number");
    let digits = contact::phone(raw).ok_or_else(wrong)?;
    let country: Option<country::Id> = country.parse().ok();
    let number = phonenumber::parse(country, &digits).map_err(|_| wrong())?;
    if !phonenumber::is_valid(&number) {
        return Err(wrong());
    }
    Ok(number.format().mode(Mode::E164).to_string())
}

impl Service {
    /// Why nobody can be called back on this site now; None if it is possible (`CONTRACT 1.6 isCallbackEnabled`).
    ///
    /// # Errors
    /// The database failed.
    pub async fn callback(&self, site: &Site) -> Result<Option<&'static str>> {
        // A provider rings a phone, whoever is logged in here.
        if site.settings.calls.twilio.is_none() && !self.has_operator(site) {
            return Ok(Some(DISABLED));
        }
        self.office(site).await
    }

    /// The same, whether or not somebody is logged in here: hours, and what is left of the month's calls.
    ///
    /// # Errors
    /// The database failed.
    pub async fn office(&self, site: &Site) -> Result<Option<&'static str>> {
        let calls = &site.settings.calls;
        if !calls.enabled || !is_open(calls, now()) {
            return Ok(Some(DISABLED));
        }
        let Some(limit) = calls.monthly_limit else { return Ok(None) };
        let mut tx = self.store().organisation(site.organisation).read().await?;
        let made = tx.calls_since(site.id, month(calls, now())).await?;
        Ok((made >= i64::from(limit)).then_some(DISABLED))
    }

    /// The visitor asks to be called back. Asking again under the same name, or while a call of theirs is under way, is
    /// asking once.
    ///
    /// # Errors
    /// `forbidden` when nobody can be called back, which is looked at first; `invalid`, field `phone`; `too_many_requests`.
    pub async fn request_call(
        &self,
        site: &Site,
        token: &Token,
        request: &RequestCall,
        client: &Client,
    ) -> Result<CallState> {
        let token_hash = random::hash(token.expose());
        self.limits().message(&token_hash)?;
        if let Some(reason) = self.callback(site).await? {
            return Err(Refusal::new(Code::Forbidden, reason).into());
        }
        let phone = normalise(&request.phone, &site.settings.calls.country)?;
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let mut effects = Effects::default();
        let mut visitor =
            visitor::enter(&mut tx, site, &token_hash, request.page.as_ref(), client, &mut effects).await?;
        if let Some(call) = tx.call_by_client_id(request.client_id).await? {
            return if call.visitor == visitor.id { Ok(state_of(&call)) } else { Err(reused().into()) };
        }
        let conversation = match tx.latest_conversation(visitor.id).await? {
            Some(state) => state.id,
            None => begin(&mut tx, site, &visitor, None).await?,
        };
        let state = tx.lock_conversation(conversation).await?.ok_or_else(Refusal::not_found)?;
        if let Some(call) = tx.row(state.id).await?.and_then(|row| row.call)
            && !call.status.is_over()
        {
            return Ok(CallState { status: call.status, reason: call.reason });
        }
        if state.status == conversation::Status::Closed {
            tx.set_conversation_state(state.id, conversation::Status::Open, state.operator).await?;
            let line = tx.append(state.id, line(Author::System, None, Kind::Reopened)).await?;
            announce(&mut effects, &tx, visitor.id, line);
        }
        let contact =
            Contact { name: request.name.clone(), phone: phone.clone(), ..Contact::default() }.trimmed();
        visitor.data.merge(&contact.change())?;
        tx.set_visitor_data(visitor.id, &visitor.data, &visitor.profile).await?;
        let text = Text::parse(&site.look(None).word("callRequest").replace("{phone}", &phone))?;
        let message = tx.append(state.id, words(request.client_id, Author::Client, None, &text)).await?;
        tx.start_waiting(state.id, message.at).await?;
        tx.mark_read(state.id, Author::Client, message.seq).await?;
        announce(&mut effects, &tx, visitor.id, message);
        let call = Call {
            id: CallId(random::row_id()),
            site: site.id,
            visitor: visitor.id,
            conversation: state.id,
            client_id: request.client_id,
            operator: None,
            phone,
            status: Status::Ringing,
            reason: String::new(),
            created_at: now(),
            changed_at: now(),
        };
        let by_provider = site.settings.calls.twilio.is_some();
        tx.insert_call(&call, by_provider).await?;
        if by_provider {
            effects.dial();
        }
        let id = visitor.id;
        effects.contacts(id);
        let card = self.card_of(&mut tx, visitor).await?;
        effects.tell(Topic::Desk(site.organisation), ServerFrame::Visitor { card });
        self.announce_state(&mut effects, &mut tx, state.id).await?;
        webhook::tell(&mut tx, &mut effects, Event::CallEvent, id, Some(state.id)).await?;
        self.commit(tx, effects).await?;
        Ok(state_of(&call))
    }

    /// How a call stands that this visitor has asked for.
    ///
    /// # Errors
    /// `not_found`, also for another visitor's.
    pub async fn call_state(
        &self,
        site: &Site,
        token: &Token,
        client_id: domain::ClientMessageId,
    ) -> Result<CallState> {
        let mut tx = self.store().organisation(site.organisation).read().await?;
        let visitor = tx.visitor_by_token(site.id, &random::hash(token.expose())).await?;
        let visitor = visitor.ok_or_else(Refusal::not_found)?;
        let call = tx.call_by_client_id(client_id).await?.filter(|call| call.visitor == visitor.id);
        Ok(state_of(&call.ok_or_else(Refusal::not_found)?))
    }

    /// An operator takes a call, or says how it went. Who takes it has the conversation, too, unless a colleague does.
    ///
    /// # Errors
    /// `already_accepted` for a call that a colleague has taken; `not_found`, also for a call of another organisation.
    pub async fn step_call(&self, actor: &Operator, id: ConversationId, step: Step) -> Result<Row> {
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let row = tx.row(id).await?.ok_or_else(Refusal::not_found)?;
        let call = row.call.as_ref().ok_or_else(Refusal::not_found)?;
        let mut call = locked(&mut tx, call.id).await?.ok_or_else(Refusal::not_found)?;
        if call.operator.is_some_and(|operator| operator != actor.id()) {
            return Err(Refusal::new(Code::AlreadyAccepted, "Another operator has taken this call.").into());
        }
        let (status, reason) = step.outcome();
        let mut effects = Effects::default();
        if !call.status.leads_to(status) {
            return Ok(row);
        }
        call.operator = Some(actor.id());
        let state = tx.lock_conversation(call.conversation).await?.ok_or_else(Refusal::not_found)?;
        if state.operator.is_none() && state.status == conversation::Status::Open {
            tx.set_conversation_state(state.id, state.status, Some(actor.id())).await?;
            let line = line(Author::System, Some(actor.face.clone()), Kind::Accepted);
            let line = tx.append(state.id, line).await?;
            announce(&mut effects, &tx, state.visitor, line);
            webhook::tell(&mut tx, &mut effects, Event::ChatAccepted, state.visitor, Some(state.id)).await?;
        }
        if status.is_over() {
            tx.stop_waiting(state.id).await?;
        }
        self.go_on(&mut tx, &mut effects, call, status, reason).await?;
        let row = tx.row(state.id).await?.ok_or_else(Refusal::not_found)?;
        self.commit(tx, effects).await?;
        Ok(row)
    }

    /// A call goes on as `next` says, which is told how far it has come; what is late changes nothing.
    ///
    /// # Errors
    /// The database failed.
    pub async fn progress_call(
        &self,
        organisation: OrganisationId,
        id: CallId,
        next: impl FnOnce(Status) -> Option<(Status, &'static str)> + Send,
    ) -> Result<()> {
        let mut tx = self.store().organisation(organisation).write().await?;
        let Some(call) = locked(&mut tx, id).await? else { return Ok(()) };
        let Some((status, reason)) = next(call.status).filter(|(next, _)| call.status.leads_to(*next)) else {
            return Ok(());
        };
        let mut effects = Effects::default();
        self.go_on(&mut tx, &mut effects, call, status, reason).await?;
        self.commit(tx, effects).await
    }

    /// Ends calls that nobody took, and those of which nothing was heard for hours.
    ///
    /// # Errors
    /// The database failed.
    pub async fn expire_calls(&self) -> Result<()> {
        let now = now();
        let stale =
            self.store().directory().stale_calls(now.plus_ms(-RING_MS), now.plus_ms(-LONGEST_MS)).await?;
        for KnownCall { organisation, id } in stale {
            let over = |now| Some((Status::Failed, if now == Status::Ringing { NOBODY } else { SILENCE }));
            self.progress_call(organisation, id, over).await?;
        }
        Ok(())
    }

    /// Takes the calls that a provider shall make; each is taken once.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_dials(&self) -> Result<Vec<Dial>> {
        let mut dials = Vec::new();
        for KnownCall { organisation, id } in self.store().directory().calls_to_dial().await? {
            let mut tx = self.store().organisation(organisation).write().await?;
            let taken = tx.take_dial(id).await?;
            let call = tx.call(id).await?.filter(|call| taken && call.status == Status::Ringing);
            let account = match &call {
                Some(call) => tx.site(call.site).await?,
                None => None,
            };
            tx.commit().await?;
            let account = account.and_then(|site| site.settings.calls.twilio);
            if let (Some(call), Some(account)) = (call, account) {
                dials.push(Dial { organisation, call: id, phone: call.phone, account });
            }
        }
        Ok(dials)
    }

    /// Resolves when this program has a new call to make.
    pub async fn dial_wanted(&self) {
        self.0.dials.notified().await;
    }

    /// Whose call it is, and the account that makes it; None for one that no provider makes.
    ///
    /// # Errors
    /// The database failed.
    pub async fn dialled(&self, id: CallId) -> Result<Option<Dial>> {
        let Some(KnownCall { organisation, .. }) = self.store().directory().call(id).await? else {
            return Ok(None);
        };
        let mut tx = self.store().organisation(organisation).read().await?;
        let Some(call) = tx.call(id).await? else { return Ok(None) };
        let site = tx.site(call.site).await?;
        let account = site.and_then(|site| site.settings.calls.twilio);
        Ok(account.map(|account| Dial { organisation, call: id, phone: call.phone, account }))
    }

    async fn go_on(
        &self,
        tx: &mut Tx,
        effects: &mut Effects,
        call: Call,
        status: Status,
        reason: &str,
    ) -> Result<()> {
        let call = Call { status, reason: reason.to_owned(), changed_at: now(), ..call };
        tx.update_call(&call).await?;
        self.announce_state(effects, tx, call.conversation).await?;
        webhook::tell(tx, effects, Event::CallEvent, call.visitor, Some(call.conversation)).await
    }
}

/// The call, under the lock of its conversation.
async fn locked(tx: &mut Tx, id: CallId) -> Result<Option<Call>> {
    let Some(call) = tx.call(id).await? else { return Ok(None) };
    tx.lock_conversation(call.conversation).await?;
    // It may have gone on while this transaction waited.
    Ok(tx.call(id).await?)
}

fn state_of(call: &Call) -> CallState {
    CallState { status: call.status, reason: call.reason.clone() }
}

fn reused() -> Refusal {
    Refusal::field(
        Code::Conflict,
        "client_id",
        "This client_id was already used for another call. Use a new one.",
    )
}

#[cfg(test)]
mod tests {
    use domain::call::Hours;

    use super::*;

    #[test]
    fn numbers_are_normalised_or_refused() {
        for (raw, country, number) in [
            ("+1 (408) 498-78-55", "", "+14084987855"),
            ("21 00 00 00", "NO", "+4721000000"),
            ("8 (495) 123-45-67", "RU", "+74951234567"),
        ] {
            assert_eq!(normalise(raw, country).expect(raw), number);
        }
        for (raw, country) in [("21000000", ""), ("12345678", "US"), ("+999 1234567", ""), ("call me", "NO")]
        {
            assert_eq!(normalise(raw, country).expect_err(raw).field.as_deref(), Some("phone"));
        }
    }

    #[test]
    fn the_office_has_a_clock_of_its_own() {
        let hours = vec![Hours { day: 6, from: "20:00".into(), to: "21:00".into() }];
        let calls = Calls { hours, time_zone: "Europe/Oslo".into(), ..Calls::default() };
        check(&calls).expect("is a place");
        // Saturday, 2026-11-21T19:30Z, which is half past eight in Oslo.
        let at = Timestamp(1_795_289_400_000);
        assert!(is_open(&calls, at));
        assert!(!is_open(&Calls { time_zone: String::new(), ..calls.clone() }, at));
        assert_eq!(month(&calls, at), Timestamp(1_793_487_600_000), "midnight of the first, in Oslo");
        let nowhere = Calls { time_zone: "Europe/Atlantis".into(), ..calls };
        assert_eq!(check(&nowhere).expect_err("is none").field.as_deref(), Some("calls.time_zone"));
    }
}
