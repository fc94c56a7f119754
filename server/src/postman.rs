//! The postman: takes e-mails that wait in the outbox to the mail server.
//!
//! Whatever happens to this task, an e-mail whose lease has run out is sent again, under the same `Message-ID`, by which
//! mailboxes tell a copy.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use service::{
    Service,
    mail::{Letter, Posted, thread},
    now,
};
use tokio::time::sleep;

use crate::{live::random_below, shutdown::Shutdown};

/// Another program may have written an e-mail, which nobody tells us.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// After the database has failed.
const RECOVERY: Duration = Duration::from_secs(1);
/// How long the mail server may take for one.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Why an e-mail stays where it is.
const NOT_SET_UP: &str = "smtp_url is not set";

/// Where e-mails are put in.
#[derive(Clone)]
pub struct Postbox {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Postbox {
    /// Opens no connection yet.
    ///
    /// # Errors
    /// A sentence that names the setting which is wrong.
    pub fn new(smtp_url: &str, mail_from: &str) -> Result<Self, String> {
        let from = mail_from.parse().map_err(|_| {
            "mail_from: with smtp_url, a sender like Nordlys <chat@nordlys.example> is expected".to_owned()
        })?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url).map_err(|error| {
            format!("smtp_url: smtp://USER:PASSWORD@HOST:587?tls=required or smtps://… is expected: {error}")
        })?;
        Ok(Self { transport: transport.timeout(Some(TIMEOUT)).build(), from })
    }

    /// Whether the mail server answers and lets us in.
    ///
    /// # Errors
    /// Why not.
    pub async fn probe(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the mail server hangs up".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    async fn put_in(&self, letter: &Letter) -> Posted {
        let message = match self.message(letter) {
            Ok(message) => message,
            Err(error) => return Posted::Refused(error),
        };
        match self.transport.send(message).await {
            Ok(_) => Posted::Taken,
            Err(error) if error.is_permanent() => Posted::Refused(error.to_string()),
            Err(error) => Posted::Later(error.to_string()),
        }
    }

    fn message(&self, Letter { mail, .. }: &Letter) -> Result<Message, String> {
        let host = self.from.email.domain();
        let about = thread(mail.conversation, host);
        let recipient = mail.recipient.parse().map_err(|_| "the address is none".to_owned())?;
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .in_reply_to(about.clone())
            .references(about)
            .header(ContentType::TEXT_PLAIN);
        if !mail.reply_to.is_empty() {
            let reply_to = mail.reply_to.parse().map_err(|_| "reply_to is no address".to_owned())?;
            builder = builder.reply_to(Mailbox::new(None, reply_to));
        }
        builder.body(mail.body.clone()).map_err(|error| error.to_string())
    }
}

/// Sends until the program stops. Without a postbox what waits is tried again as if the mail server were gone, so that
/// nothing is lost where it is set up some days later.
pub async fn run(service: Service, postbox: Option<Postbox>, shutdown: Shutdown) {
    let stopping = shutdown.clone().begun();
    tokio::pin!(stopping);
    loop {
        let pause = match service.take_letters().await {
            Ok((letters, _)) if !letters.is_empty() => {
                for letter in &letters {
                    deliver(&service, postbox.as_ref(), letter).await;
                }
                Duration::ZERO
            }
            Ok((_, next)) => next.map_or(LONGEST_PAUSE, |next| {
                Duration::from_millis(u64::try_from(next.since(now())).unwrap_or_default()).min(LONGEST_PAUSE)
            }),
            Err(error) => {
                tracing::error!(%error, "e-mails can not be read");
                RECOVERY
            }
        };
        tokio::select! {
            () = &mut stopping => return,
            () = service.mail_written() => {}
            () = sleep(pause) => {}
        }
    }
}

async fn deliver(service: &Service, postbox: Option<&Postbox>, letter: &Letter) {
    let posted = match postbox {
        Some(postbox) => postbox.put_in(letter).await,
        None => Posted::Later(NOT_SET_UP.to_owned()),
    };
    if let Posted::Later(error) | Posted::Refused(error) = &posted {
        tracing::warn!(mail = %letter.mail.id, %error, "an e-mail was not taken");
    }
    let chance = f64::from(u32::try_from(random_below(1000)).unwrap_or_default()) / 1000.0;
    if let Err(error) = service.posted(letter, &posted, chance).await {
        tracing::error!(%error, "what came of an e-mail could not be stored; it is sent again");
    }
}
