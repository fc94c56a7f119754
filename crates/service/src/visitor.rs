//! Visitors: who writes, what is known of them, and what they see.

use domain::{
    ConversationId, Refusal, VisitorId,
    conversation::{Cursor, Talk},
    message::Message,
    visitor::{Card, Page, PageView, Token},
    wire::{self, ServerFrame, Verdict},
};
use store::{NewVisitor, Tx};

use crate::{
    Effects, Operator, Result, Service, conversation,
    hub::{Listener, Topic},
    now, random,
    site::Site,
};

/// What a request of a browser tells beside its body.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The browser's own name for itself, cut to 500 characters.
    pub user_agent: String,
}

/// What a visitor sees on arriving.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Who, once the visitor has acted.
    pub visitor: Option<VisitorId>,
    /// The conversation.
    pub talk: Option<Talk>,
    /// Its newest lines.
    pub messages: Vec<Message>,
    /// Whether older ones exist.
    pub more: bool,
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
        listener: &Listener,
    ) -> Result<(View, ServerFrame)> {
        listener.subscribe(Topic::Online(site.organisation));
        if let Some(token) = token {
            let mut tx = self.store().organisation(site.organisation).read().await?;
            if let Some(visitor) = tx.visitor_by_token(site.id, &random::hash(token.expose())).await? {
                listener.subscribe(Topic::Visitor(site.organisation, visitor.id));
            }
        }
        let (verdict, view) = self.resume(site, token, cursor).await?;
        let frame = ServerFrame::Welcome {
            verdict,
            online: self.online(site),
            talk: view.talk.clone(),
            messages: view.messages.clone(),
            more: view.more,
        };
        Ok((view, frame))
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
        let Some(state) = tx.latest_conversation(visitor.id).await? else {
            let (verdict, view) = nothing();
            return Ok((verdict, View { visitor: Some(visitor.id), ..view }));
        };
        let row = tx.row(state.id).await?.ok_or_else(Refusal::not_found)?;
        let (verdict, messages, more) = conversation::lines(&mut tx, state.id, row.talk.seq, cursor).await?;
        Ok((verdict, View { visitor: Some(visitor.id), talk: Some(row.talk), messages, more }))
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
    /// `too_long` when a field or their number is above the limit; `too_many_requests`.
    pub async fn update_visitor(
        &self,
        site: &Site,
        token: &Token,
        update: &wire::UpdateVisitor,
        client: &Client,
    ) -> Result<()> {
        let token_hash = random::hash(token.expose());
        self.limits().message(&token_hash)?;
        let mut tx = self.store().organisation(site.organisation).write().await?;
        let mut visitor = enter(&mut tx, site, &token_hash, update.page.as_ref(), client).await?;
        visitor.data.merge(&update.change)?;
        tx.set_visitor_data(visitor.id, &visitor.data).await?;
        let mut effects = Effects::default();
        let card = self.card_of(&mut tx, visitor).await?;
        let visitor = card.id;
        effects.tell(Topic::Desk(tx.organisation()), ServerFrame::Visitor { card });
        if let Some(state) = tx.latest_conversation(visitor).await?
            && let Some(row) = tx.row(state.id).await?
        {
            effects.tell(Topic::Desk(tx.organisation()), ServerFrame::Row { row });
        }
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

    async fn card_of(&self, tx: &mut Tx, visitor: store::Visitor) -> Result<Card> {
        Ok(Card {
            pages: tx.page_views(visitor.id).await?,
            online: self.presence().visitor(tx.organisation(), visitor.id),
            id: visitor.id,
            number: visitor.number,
            data: visitor.data,
            client_id: None,
            proven: false,
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

/// The visitor with this token, locked; made now if this is the first time it is seen.
pub(crate) async fn enter(
    tx: &mut Tx,
    site: &Site,
    token_hash: &[u8],
    page: Option<&Page>,
    client: &Client,
) -> Result<store::Visitor> {
    let now = now();
    let mut known = tx.lock_visitor(site.id, token_hash, now).await?;
    if known.is_none() {
        let page = page.cloned().unwrap_or_default().cleaned();
        let number = tx.next_visitor_number().await?;
        let new = NewVisitor {
            id: VisitorId(random::row_id()),
            site: site.id,
            number,
            token_hash,
            referrer: &page.referrer,
            user_agent: &client.user_agent,
            at: now,
        };
        // Another request of the same browser may have been faster; then that visitor is the one.
        tx.insert_visitor(&new).await?;
        known = tx.lock_visitor(site.id, token_hash, now).await?;
        if let Some(visitor) = &known {
            note_page(tx, visitor.id, page).await?;
        }
    }
    Ok(known.ok_or_else(Refusal::not_found)?)
}

async fn note_page(tx: &mut Tx, visitor: VisitorId, page: Page) -> Result<()> {
    let page = page.cleaned();
    if !page.url.is_empty() {
        tx.insert_page_view(visitor, &PageView { url: page.url, title: page.title, at: now() }).await?;
    }
    Ok(())
}
