//! Visitors: who writes, what is known of them, and what they see.

use std::iter;

use domain::{
    Code, ConversationId, Refusal, VisitorId,
    attribute::Attribute,
    contact::Field,
    conversation::{Cursor, Status, Talk},
    custom_data,
    message::Message,
    visitor::{Card, Change, Contacts, Data, Known, Page, PageView, Profile, Sender, Token},
    webhook::Event,
    wire::{self, ServerFrame, Verdict},
};
use store::{ConversationState, NewVisitor, Tx};

use crate::{
    Effects, Error, Operator, Result, Service, conversation,
    hub::{Listener, Topic},
    identity::{self, Proof},
    now,
    presence::Answers,
    random,
    site::Site,
    webhook,
};

/// What a request of a browser tells beside its body.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The browser's own name for itself, cut to 500 characters.
    pub user_agent: String,
    /// Who writes, when it is no browser but a channel.
    pub sender: Option<Sender>,
}

/// What a visitor sees on arriving.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Who, once the visitor has acted.
    pub visitor: Option<VisitorId>,
    /// What the page may ask of them; likewise.
    pub contacts: Option<Contacts>,
    /// The conversation.
    pub talk: Option<Talk>,
    /// Its newest lines.
    pub messages: Vec<Message>,
    /// Whether older ones exist.
    pub more: bool,
}

/// The answer to a visitor's hello.
#[derive(Debug, Clone, PartialEq)]
pub struct Greeting {
    /// How the lines are meant.
    pub verdict: Verdict,
    /// How the visitor is answered now.
    pub answers: Answers,
    /// What the visitor sees.
    pub view: View,
}

impl Greeting {
    /// What is said of it, in this order.
    #[must_use]
    pub fn frames(self) -> Vec<ServerFrame> {
        let Self { verdict, answers: Answers { online, busy }, view } = self;
        let View { contacts, talk, messages, more, .. } = view;
        let welcome = ServerFrame::Welcome { verdict, online, busy, talk, messages, more };
        let contacts = contacts.map(|contacts| ServerFrame::Contacts { contacts });
        iter::once(welcome).chain(contacts).collect()
    }
}

impl Service {
    /// What the visitor with this token sees now; nothing for one who has not acted yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn view(&self, site: &Site, token: Option<&Token>) -> Result<View> {
        Ok(self.resume(site, token, None).await?.1)
    }

    /// A visitor's (re)connection: subscribes first, reads after, so that nothing falls between.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visit(
        &self,
        site: &Site,
        token: Option<&Token>,
        cursor: Option<Cursor>,
        department: Option<&str>,
        listener: &Listener,
    ) -> Result<Greeting> {
        // Where a bot answers, somebody always does.
        if !site.has_bot {
            listener.subscribe(Topic::Online(site.organisation));
        }
        if let Some(token) = token {
            // The hello may be faster than the words that make the visitor.
            let stranger = stranger(site, token);
            listener.subscribe(stranger);
            let mut tx = self.store().organisation(site.organisation).read().await?;
            if let Some(visitor) = tx.visitor_by_token(site.id, &random::hash(token.expose())).await? {
                listener.subscribe(Topic::Visitor(site.organisation, visitor.id));
                listener.unsubscribe(stranger);
            }
        }
        let (verdict, view) = self.resume(site, token, cursor).await?;
        Ok(Greeting { verdict, answers: self.answers(site, department), view })
    }

    /// Whoever said hello with this token is somebody else from now on, or nobody: takes back what [`Service::visit`]
    /// subscribed to on its behalf.
    pub fn leave(&self, site: &Site, token: Option<&Token>, visitor: Option<VisitorId>, listener: &Listener) {
        if let Some(token) = token {
            listener.unsubscribe(stranger(site, token));
        }
        if let Some(visitor) = visitor {
            listener.unsubscribe(Topic::Visitor(site.organisation, visitor));
        }
    }

    async fn resume(
        &self,
        site: &Site,
        token: Option<&Token>,
        cursor: Option<Cursor>,
    ) -> Result<(Verdict, View)> {
        let nothing = || (if cursor.is_some() { Verdict::Reset } else { Verdict::New }, View::default());
        let Some(token) = token else { return Ok(nothing()) };
        let mut tx = self.store().organisation(site.organisation).read().await?;
        let Some(visitor) = tx.visitor_by_token(site.id, &random::hash(token.expose())).await? else {
            return Ok(nothing());
        };
        let (verdict, view) = nothing();
        let contacts = Some(visitor.known().into());
        let view = View { visitor: Some(visitor.id), contacts, ..view };
        let Some(state) = tx.latest_conversation(visitor.id).await? else { return Ok((verdict, view)) };
        let row = tx.row(state.id).await?.ok_or_else(Refusal::not_found)?;
        let (verdict, messages, more) = conversation::lines(&mut tx, state.id, row.talk.seq, cursor).await?;
        Ok((verdict, View { talk: Some(row.talk), messages, more, ..view }))
    }

    /// What the page may ask of its visitor now; nothing of one who is another by now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn contacts(&self, site: &Site, visitor: VisitorId) -> Result<Option<Contacts>> {
        let mut tx = self.store().organisation(site.organisation).read().await?;
        Ok(tx.visitor(visitor).await?.map(|visitor| visitor.known().into()))
    }

    /// Lines before `seq` of the visitor's conversation.
    ///
    /// # Errors
    /// `not_found` when there is no such visitor or conversation.
    pub async fn visitor_history(&self, site: &Site, token: &Token, seq: i64) -> Result<wire::Older> {
        let mut tx = self.store().organisation(site.organisation).read().await?;
        let visitor = tx.visitor_by_token(site.id, &random::hash(token.expose())).await?;
        let visitor = visitor.ok_or_else(Refusal::not_found)?;
        let state = tx.latest_conversation(visitor.id).await?.ok_or_else(Refusal::not_found)?;
        conversation::older(&mut tx, state.id, seq).await
    }

    /// The site's code tells something of its visitor, who exists from now on
    /// (`CONTRACT 2.3 setIntegrationData`, `updateIntegrationData`).
    ///
    /// # Errors
    /// `too_long` when a field or their number is above the limit; `invalid` for attributes that come too often
    /// ([`domain::attribute::MAX_CALLS`]); `too_many_requests`. Nothing is changed then.
    pub async fn update_visitor(
        &self,
        site: &Site,
        token: &Token,
        update: &wire::UpdateVisitor,
        client: &Client,
    ) -> Result<wire::Updated> {
        let token_hash = random::hash(token.expose());
        self.limits().message(&token_hash)?;
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let mut effects = Effects::default();
        let mut visitor =
            enter(&mut tx, site, &token_hash, update.page.as_ref(), client, &mut effects).await?;
        visitor.data.merge(&update.change)?;
        let attributes = visitor.profile.attributes.clone();
        if let Some(given) = &update.attributes {
            visitor.profile.set_attributes(given, &tx.attributes().await?, now())?;
        }
        if let Some(fields) = &update.custom_data {
            visitor.profile.custom_data = custom_data::checked(fields, |link| site.trusts(link))?;
        }
        if let Some(token) = &update.user_token {
            visitor.profile.user_token = Some(user_token(token)?.to_owned());
        }
        if visitor.profile.utm.is_empty() {
            visitor.profile.utm = update.utm.clone().unwrap_or_default().cleaned();
        }
        let updated = wire::Updated { number: visitor.number };
        let visitor_id = visitor.id;
        let has_new_attributes = visitor.profile.attributes != attributes;
        let conversation = tx.latest_conversation(visitor.id).await?.map(|state| state.id);
        self.store_visitor(&mut tx, &mut effects, visitor, conversation).await?;
        let visitor = visitor_id;
        if !update.change.fields.is_empty() || update.change.replace {
            tell_of_data(&mut tx, &mut effects, visitor, conversation).await?;
        }
        if has_new_attributes {
            webhook::tell(&mut tx, &mut effects, Event::ClientAttributeUpdated, visitor, None).await?;
        }
        self.commit(tx, effects).await?;
        Ok(updated)
    }

    /// An operator writes what a visitor is called, where they are reached, or what is to be known of them; nothing clears it.
    /// The other fields are left as they are, so that two who write into different ones both have their way.
    ///
    /// # Errors
    /// As [`Field::written`]; `conflict` for what the site's own server has proven, which nobody overwrites (S-15);
    /// `too_long` when the visitor has as many fields as are kept; all of them name the field. `not_found`, also for a visitor
    /// of another organisation.
    pub async fn edit_contact(
        &self,
        actor: &Operator,
        visitor: VisitorId,
        field: Field,
        text: &str,
    ) -> Result<()> {
        let text = field.written(text)?;
        let mut tx = self.store().organisation(actor.organisation).write().await?;
        let mut known = tx.lock_visitor_by_id(visitor).await?.ok_or_else(Refusal::not_found)?;
        if known.known().0.get(field.name()) == text.as_ref() {
            return Ok(());
        }
        if known.proven.0.contains_key(field.name()) {
            let message = "The site's own server says this. It can be changed there alone.";
            return Err(Refusal::field(Code::Conflict, field.name(), message).into());
        }
        let change = Change { replace: false, fields: [(field.name().to_owned(), text)].into() };
        known.data.merge(&change).map_err(|refusal| Error::from(refusal).about("fields", field.name()))?;
        let mut effects = Effects::default();
        let conversation = tx.latest_conversation(visitor).await?.map(|state| state.id);
        self.store_visitor(&mut tx, &mut effects, known, conversation).await?;
        tell_of_data(&mut tx, &mut effects, visitor, conversation).await?;
        self.commit(tx, effects).await
    }

    /// The site's code says which of its own users the visitor is (`CONTRACT 2.2 clientId`). From now on the bearer's token
    /// leads to that person's visitor, and what this browser wrote before it was known who writes is theirs, too.
    /// Repeating it changes nothing.
    ///
    /// The rules (S-12 … S-14):
    /// - A claim without a proof never reaches a visitor that was proven once.
    /// - Nobody's conversation becomes another's without both: a token that leads to it, and the right to the client id.
    ///   So a proof does not take over what was said under an unproven claim of the same id in another browser: that
    ///   stays with its own tokens, as an anonymous visitor's.
    /// - Tokens that led to the anonymous visitor are forgotten, so that the next person at this computer is nobody; and
    ///   so are tokens that led to the person before there was a proof.
    ///
    /// # Errors
    /// `unauthenticated` for a proof that is missing or wrong; `invalid` for the client id; `conflict` when the bearer's
    /// token is another person's; `too_many_requests`.
    pub async fn identify(
        &self,
        site: &Site,
        token: &Token,
        claim: &wire::Identify,
        client: &Client,
    ) -> Result<()> {
        let client_id = domain::visitor::client_id(&claim.client_id)?;
        let token_hash = random::hash(token.expose());
        self.limits().message(&token_hash)?;
        let proof = identity::check(site, client_id, claim.proof.as_deref(), now())?;
        let anonymous = claim.anonymous.as_ref().filter(|anonymous| *anonymous != token);
        let anonymous = anonymous.map(|anonymous| random::hash(anonymous.expose()));
        let claim = Claim { client_id, token_hash, proof, anonymous, page: claim.page.as_ref() };
        // Every page of a site says it again, so that a look must do where nothing is new.
        let mut tx = self.store().organisation(site.organisation).read().await?;
        if claim.is_known(&mut tx, site).await? {
            return Ok(());
        }
        drop(tx);
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let mut effects = Effects::default();
        let visitor = claim.settle(&mut tx, site, client, &mut effects).await?;
        let desk = Topic::Desk(tx.organisation());
        if let Some(state) = tx.latest_conversation(visitor.id).await?
            && let Some(row) = tx.row(state.id).await?
        {
            effects.tell(desk, ServerFrame::Row { row });
        }
        let card = self.card_of(&mut tx, visitor).await?;
        effects.tell(desk, ServerFrame::Visitor { card });
        self.commit(tx, effects).await
    }

    /// The visitor is on this page now. Nothing is stored of somebody who has not acted.
    ///
    /// # Errors
    /// The database failed.
    pub async fn page(&self, site: &Site, visitor: VisitorId, page: Page) -> Result<()> {
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let Some(known) = tx.visitor(visitor).await? else { return Ok(()) };
        // A frame tells its page after every reconnection; only another page is news.
        let latest = tx.page_views(visitor).await?.into_iter().next();
        if latest.is_some_and(|latest| latest.url == page.url && latest.title == page.title) {
            return Ok(());
        }
        note_page(&mut tx, visitor, page).await?;
        let card = self.card_of(&mut tx, known).await?;
        let mut effects = Effects::default();
        effects.tell(Topic::Desk(site.organisation), ServerFrame::Visitor { card });
        let talks = |state: &ConversationState| state.operator.is_some() && state.status == Status::Open;
        if let Some(state) = tx.latest_conversation(visitor).await?.filter(talks) {
            webhook::tell(&mut tx, &mut effects, Event::ChatUpdated, visitor, Some(state.id)).await?;
        }
        self.commit(tx, effects).await
    }

    /// Everything the desk shows of a visitor.
    ///
    /// # Errors
    /// `not_found`, also for a visitor of another organisation.
    pub async fn card(&self, actor: &Operator, visitor: VisitorId) -> Result<Card> {
        let mut tx = self.store().organisation(actor.organisation).read().await?;
        let visitor = tx.visitor(visitor).await?.ok_or_else(Refusal::not_found)?;
        self.card_of(&mut tx, visitor).await
    }

    /// Stores what is known of a visitor and shows it to the operators, on the pane and the name in the inbox, and to the
    /// visitor's own pages.
    pub(crate) async fn store_visitor(
        &self,
        tx: &mut Tx,
        effects: &mut Effects,
        visitor: store::Visitor,
        conversation: Option<ConversationId>,
    ) -> Result<()> {
        tx.set_visitor_data(visitor.id, &visitor.data, &visitor.profile).await?;
        effects.contacts(visitor.id);
        let desk = Topic::Desk(tx.organisation());
        let card = self.card_of(tx, visitor).await?;
        effects.tell(desk, ServerFrame::Visitor { card });
        if let Some(conversation) = conversation
            && let Some(row) = tx.row(conversation).await?
        {
            effects.tell(desk, ServerFrame::Row { row });
        }
        Ok(())
    }

    pub(crate) async fn card_of(&self, tx: &mut Tx, visitor: store::Visitor) -> Result<Card> {
        let Profile { utm, custom_data, attributes: values, crm_link, .. } = visitor.profile.clone();
        let defined = if values.is_empty() { Vec::new() } else { tx.attributes().await? };
        let known =
            |Attribute { id, name, .. }: Attribute| Some(Known { value: values.get(&id)?.text(), name });
        let crm = crm_link.map(|value| Known { name: "CRM".to_owned(), value });
        Ok(Card {
            attributes: crm.into_iter().chain(defined.into_iter().filter_map(known)).collect(),
            custom_data,
            utm,
            pages: tx.page_views(visitor.id).await?,
            online: self.presence().visitor(tx.organisation(), visitor.id),
            id: visitor.id,
            number: visitor.number,
            data: visitor.known(),
            proven: visitor.proven_at.is_some(),
            client_id: visitor.client_id,
            referrer: visitor.referrer,
            user_agent: visitor.user_agent,
            first_seen: visitor.created_at,
        })
    }

    /// Says that the visitor types, or stopped.
    pub fn visitor_types(&self, site: &Site, conversation: ConversationId, on: bool) {
        let frame = ServerFrame::Typing { conversation, operator: None, on };
        self.hub().publish(Topic::Desk(site.organisation), &frame);
    }
}

/// Customers' servers are told that a visitor's data have changed.
async fn tell_of_data(
    tx: &mut Tx,
    effects: &mut Effects,
    visitor: VisitorId,
    conversation: Option<ConversationId>,
) -> Result<()> {
    webhook::tell(tx, effects, Event::ClientUpdated, visitor, None).await?;
    if conversation.is_some() {
        webhook::tell(tx, effects, Event::ChatUpdated, visitor, conversation).await?;
    }
    Ok(())
}

/// Who a visitor is said to be; the proof has been checked.
struct Claim<'a> {
    client_id: &'a str,
    token_hash: [u8; 32],
    proof: Option<Proof>,
    anonymous: Option<[u8; 32]>,
    page: Option<&'a Page>,
}

impl Claim<'_> {
    /// Whether the database says all of it already.
    async fn is_known(&self, tx: &mut Tx, site: &Site) -> Result<bool> {
        let Some(known) = tx.visitor_by_token(site.id, &self.token_hash).await? else { return Ok(false) };
        if known.client_id.as_deref() != Some(self.client_id) {
            return Ok(false);
        }
        let same = match &self.proof {
            None => known.proven_at.is_none(),
            Some(Proof { data }) => {
                known.proven_at.is_some() && data.as_ref().is_none_or(|data| *data == known.proven)
            }
        };
        let merged = match &self.anonymous {
            None => true,
            Some(hash) => {
                tx.visitor_by_token(site.id, hash).await?.is_none_or(|other| other.client_id.is_some())
            }
        };
        Ok(same && merged)
    }

    /// Makes the database say it; returns the visitor.
    async fn settle(
        &self,
        tx: &mut Tx,
        site: &Site,
        client: &Client,
        effects: &mut Effects,
    ) -> Result<store::Visitor> {
        let (now, organisation) = (now(), tx.organisation());
        // One at a time: two claims of one person must not make two visitors.
        tx.lock_visitors().await?;
        let bearer = tx.lock_visitor(site.id, &self.token_hash, now).await?;
        let anonymous = match &self.anonymous {
            Some(hash) => tx.lock_visitor(site.id, hash, now).await?,
            None => None,
        };
        if bearer.as_ref().is_some_and(|v| v.client_id.as_deref().is_some_and(|id| id != self.client_id)) {
            let message = "This token is another client id's. Use a new one.";
            return Err(Refusal::field(Code::Conflict, "token", message).into());
        }
        let mut person = tx.lock_client(site.id, self.client_id, now).await?;
        if let Some(known) = &person {
            let held = bearer.as_ref().is_some_and(|bearer| bearer.id == known.id);
            match (&self.proof, known.proven_at) {
                (None, Some(_)) => {
                    let message = "This client id is known by its proof, and this claim has none.";
                    return Err(Refusal::field(Code::Unauthenticated, "proof", message).into());
                }
                (Some(_), None) if !held => {
                    tx.set_identity(known.id, None, None, &Data::default()).await?;
                    person = None;
                }
                _ => {}
            }
        }
        // What this browser holds and nobody in particular wrote.
        let mut nobodys: Vec<store::Visitor> =
            [anonymous, bearer].into_iter().flatten().filter(|visitor| visitor.client_id.is_none()).collect();
        nobodys.dedup_by_key(|visitor| visitor.id);
        let adopted = person.is_none() && !nobodys.is_empty();
        let person = match person {
            Some(person) => person,
            None if adopted => nobodys.remove(0),
            None => make(tx, site, &self.token_hash, self.page, client).await?,
        };
        let (known, proves) = (person.known(), self.proof.is_some() && person.proven_at.is_none());
        let (mut data, mut profile) = (person.data.clone(), person.profile.clone());
        for other in &nobodys {
            data.fill_in(&other.data);
            profile.fill_in(other.profile.clone());
            merge(tx, other.id, person.id, effects).await?;
            effects.recall(Topic::Visitor(organisation, other.id));
        }
        tx.set_visitor_data(person.id, &data, &profile).await?;
        let proven_at = person.proven_at.or(self.proof.as_ref().map(|_| now));
        let proven = self.proof.as_ref().and_then(|proof| proof.data.clone()).unwrap_or(person.proven);
        tx.set_identity(person.id, Some(self.client_id), proven_at, &proven).await?;
        tx.bind_token(site.id, &self.token_hash, person.id, now).await?;
        effects.recall(Topic::Stranger(organisation, self.token_hash));
        if adopted || proves {
            tx.forget_tokens(person.id, &self.token_hash).await?;
        }
        if adopted || proves || !nobodys.is_empty() {
            effects.recall(Topic::Visitor(organisation, person.id));
        }
        let person = tx.visitor(person.id).await?.ok_or_else(Refusal::not_found)?;
        if person.known() != known {
            effects.contacts(person.id);
        }
        Ok(person)
    }
}

/// Gives all that one visitor has to another one. What both have said becomes one conversation: a panel shows one, and
/// what is answered to a line must reach whoever reads it.
async fn merge(tx: &mut Tx, from: VisitorId, into: VisitorId, effects: &mut Effects) -> Result<()> {
    let (theirs, own) = (tx.latest_conversation(from).await?, tx.latest_conversation(into).await?);
    tx.merge_visitor(from, into).await?;
    let Some((theirs, own)) = theirs.zip(own) else { return Ok(()) };
    for id in [theirs.id, own.id] {
        tx.lock_conversation(id).await?;
    }
    tx.merge_conversation(theirs.id, own.id).await?;
    effects.weigh();
    let frame = ServerFrame::Merged { conversation: theirs.id, into: own.id };
    effects.tell(Topic::Desk(tx.organisation()), frame);
    Ok(())
}

/// The visitor with this token, locked; made now if this is the first time it is seen.
pub(crate) async fn enter(
    tx: &mut Tx,
    site: &Site,
    token_hash: &[u8; 32],
    page: Option<&Page>,
    client: &Client,
    effects: &mut Effects,
) -> Result<store::Visitor> {
    if let Some(known) = tx.lock_visitor(site.id, token_hash, now()).await? {
        return Ok(known);
    }
    tx.lock_visitors().await?;
    // Another request of the same browser may have been faster; then that visitor is the one.
    if let Some(known) = tx.lock_visitor(site.id, token_hash, now()).await? {
        return Ok(known);
    }
    effects.recall(Topic::Stranger(site.organisation, *token_hash));
    make(tx, site, token_hash, page, client).await
}

/// Longest name of the site's own for a visitor, in characters; a signed token is longer than a name.
const MAX_USER_TOKEN: usize = 4000;

fn user_token(raw: &str) -> Result<&str> {
    if raw.trim().is_empty() || raw.chars().count() > MAX_USER_TOKEN {
        let message = format!("1 to {MAX_USER_TOKEN} characters are expected.");
        return Err(Refusal::field(Code::Invalid, "user_token", message).into());
    }
    Ok(raw)
}

fn stranger(site: &Site, token: &Token) -> Topic {
    Topic::Stranger(site.organisation, random::hash(token.expose()))
}

/// A new visitor.
async fn make(
    tx: &mut Tx,
    site: &Site,
    token_hash: &[u8],
    page: Option<&Page>,
    client: &Client,
) -> Result<store::Visitor> {
    let number = tx.next_visitor_number().await?;
    let page = page.cloned().unwrap_or_default().cleaned();
    let new = NewVisitor {
        id: VisitorId(random::row_id()),
        site: site.id,
        number,
        token_hash,
        client_id: None,
        referrer: &page.referrer,
        user_agent: &client.user_agent,
        at: now(),
    };
    tx.insert_visitor(&new).await?;
    note_page(tx, new.id, page.clone()).await?;
    if client.sender.is_some() {
        let profile = Profile { sender: client.sender.clone(), ..Profile::default() };
        tx.set_visitor_data(new.id, &Data::default(), &profile).await?;
    }
    Ok(tx.visitor(new.id).await?.ok_or_else(Refusal::not_found)?)
}

async fn note_page(tx: &mut Tx, visitor: VisitorId, page: Page) -> Result<()> {
    let page = page.cleaned();
    if !page.url.is_empty() {
        tx.insert_page_view(visitor, &PageView { url: page.url, title: page.title, at: now() }).await?;
    }
    Ok(())
}
