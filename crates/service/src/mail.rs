//! E-mails: an operator's answer goes after a visitor who left a message and has not seen it.

use domain::{
    ConversationId, MailId, OrganisationId, Timestamp,
    message::Message,
    operator::Face,
    webhook::{Purpose, State},
};
use store::{ConversationState, DueMail, Mail, NewMail, Tx};

use crate::{Effects, Result, Service, now, random, site::Site};

/// Whoever has an e-mail and says nothing for so long is thought to be gone, in milliseconds.
const LEASE_MS: i64 = 2 * 60 * 1000;
/// Whoever seems to be there has so long to see the answer, in milliseconds; a tab may be open and nobody before it.
const PATIENCE_MS: i64 = 2 * 60 * 1000;
/// Why an e-mail was not needed.
const SEEN: &str = "seen in the panel";
/// E-mails of one look into the outbox.
const AT_ONCE: i64 = 20;

/// An e-mail that somebody has taken to send.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whose.
    pub organisation: OrganisationId,
    /// What.
    pub mail: Mail,
}

/// What came of sending one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// The mail server has it.
    Taken,
    /// Not now; the reason.
    Later(String),
    /// Never; the reason.
    Refused(String),
}

/// Writes the e-mail with an operator's answer, if the visitor has left a message and told an address. It goes at once when
/// they are gone, and a little later when they seem to be there and do not see it.
pub(crate) async fn answer(
    service: &Service,
    tx: &mut Tx,
    effects: &mut Effects,
    state: &ConversationState,
    operator: &Face,
    answer: &Message,
) -> Result<()> {
    let organisation = tx.organisation();
    if !state.offline {
        return Ok(());
    }
    let Some(visitor) = tx.visitor(state.visitor).await? else { return Ok(()) };
    let known = visitor.known();
    let Some(recipient) = known.known("email") else { return Ok(()) };
    let site = tx.site(visitor.site).await?;
    let Some(site) = site.map(|site| Site::of(organisation, site)) else { return Ok(()) };
    let page = tx.page_views(visitor.id).await?.into_iter().next().map(|page| page.url);
    let (subject, body) = compose(&site, operator, &answer.text, page.as_deref());
    let now = now();
    let is_there = service.presence().visitor(organisation, state.visitor);
    let new = NewMail {
        id: MailId(random::row_id()),
        conversation: state.id,
        seq: answer.seq,
        recipient,
        reply_to: &site.settings.reply_to,
        subject: &subject,
        body: &body,
        due_at: if is_there { now.plus_ms(PATIENCE_MS) } else { now },
        at: now,
    };
    tx.insert_mail(&new).await?;
    if !is_there {
        tx.hurry_mails(state.id, now).await?;
    }
    effects.post();
    Ok(())
}

/// Subject and text, in the site's language.
fn compose(site: &Site, operator: &Face, text: &str, page: Option<&str>) -> (String, String) {
    let look = site.look(None);
    let say = |key: &str| look.word(key).replace("{name}", &look.title);
    let mut body = format!("{}\n\n{}\n{}\n\n-- \n{}\n", text, operator.name, look.title, say("mailAbout"));
    if let Some(page) = page {
        body.push_str(&say("mailLink").replace("{link}", page));
        body.push('\n');
    }
    // A line break in a subject would begin another header; nobody's name needs one.
    (say("mailSubject").split_whitespace().collect::<Vec<_>>().join(" "), body)
}

impl Service {
    /// Takes the e-mails that are due, and says when there may be more. Each is to be answered by [`Service::posted`], or
    /// comes again.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take_letters(&self) -> Result<(Vec<Letter>, Option<Timestamp>)> {
        let now = now();
        let mut letters = Vec::new();
        let mut due = self.store().directory().due_mails(now, AT_ONCE).await?;
        while let Some(DueMail { organisation, id }) = due.pop() {
            let mut tx = self.store().organisation(organisation).write().await?;
            let Some(mail) = tx.claim_mail(id, now, now.plus_ms(LEASE_MS)).await? else { continue };
            let row = tx.row(mail.conversation).await?;
            let is_seen = row.is_some_and(|row| row.talk.client_read >= mail.seq);
            if is_seen {
                tx.end_mail(mail.id, mail.attempts, State::Done, now, SEEN).await?;
            }
            tx.commit().await?;
            if is_seen {
                // The next one of the conversation may be due, too.
                due = self.store().directory().due_mails(now, AT_ONCE).await?;
            } else {
                letters.push(Letter { organisation, mail });
            }
        }
        Ok((letters, self.store().directory().next_mail().await?))
    }

    /// Says what came of an e-mail. `chance`, 0 to 1, spreads the next attempt.
    ///
    /// # Errors
    /// The database failed.
    pub async fn posted(&self, letter: &Letter, posted: &Posted, chance: f64) -> Result<()> {
        let Letter { organisation, mail } = letter;
        let now = now();
        let attempts = usize::try_from(mail.attempts).unwrap_or(usize::MAX);
        let (state, due_at, error) = match posted {
            Posted::Taken => (State::Done, now, ""),
            Posted::Refused(error) => (State::Failed, now, error.as_str()),
            Posted::Later(error) => match Purpose::Events.next_attempt(attempts, now, chance, None) {
                Some(at) => (State::Waiting, at, error.as_str()),
                None => (State::Failed, now, error.as_str()),
            },
        };
        let mut tx = self.store().organisation(*organisation).write().await?;
        tx.end_mail(mail.id, mail.attempts, state, due_at, error).await?;
        let mut effects = Effects::default();
        // What follows of the same conversation may go now.
        effects.post();
        self.commit(tx, effects).await
    }

    /// Resolves when this program has a new e-mail to send.
    pub async fn mail_written(&self) {
        self.0.mails.notified().await;
    }
}

/// The name under which mail programs keep the e-mails of a conversation together.
#[must_use]
pub fn thread(conversation: ConversationId, host: &str) -> String {
    format!("<conversation-{conversation}@{host}>")
}
