//! Organisation files: a declarative description of an organisation, for demos, tests and self-hosters.
//!
//! Applying adds and changes, never removes, and applying the same file again changes nothing. `docs/organisation-file.md`
//! shows every key.

use std::collections::BTreeMap;

use domain::{
    Code, DepartmentId, OperatorId, OrganisationId, Refusal, SiteId, WebhookId,
    attribute::Attribute,
    call::Calls,
    contact::ContactForm,
    operator::{self, Availability, Role},
    preset::Preset,
    rule::Rule,
    site::{ButtonStyle, Colors, Devices, Domain, Identity, Settings, Texts},
    webhook::{self, Format, Purpose},
    words::{Language, Words},
};
use serde::Deserialize;
use store::{Department, Organisation, Tx, Webhook};

use crate::{Effects, Result, Service, bot, now, random, site};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The organisation itself.
    pub organisation: OrganisationEntry,
    /// Who answers.
    #[serde(default)]
    pub operators: Vec<OperatorEntry>,
    /// Groups of operators.
    #[serde(default)]
    pub departments: Vec<DepartmentEntry>,
    /// Fields known of every visitor.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Widgets.
    #[serde(default)]
    pub sites: Vec<SiteEntry>,
}

/// `[organisation]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationEntry {
    /// How the file names it; chosen once, never changed.
    pub slug: String,
    /// For people.
    pub name: String,
}

/// `[[operators]]`
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorEntry {
    /// How the file names the operator.
    pub email: String,
    /// Shown to visitors.
    pub name: String,
    /// What the operator may do.
    #[serde(default = "agent")]
    pub role: Role,
    /// How many conversations the operator has at most at once; any without it.
    pub capacity: Option<i64>,
    /// In plain text: keep such a file secret. A changed one ends the operator's sessions.
    pub password: String,
}

const fn agent() -> Role {
    Role::Agent
}

impl std::fmt::Debug for OperatorEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OperatorEntry({})", self.email)
    }
}

/// `[[departments]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentEntry {
    /// The `groupId` of the embed.
    pub id: String,
    /// The small number some vendors use instead.
    pub number: u32,
    /// For people.
    pub name: String,
    /// Who answers, by e-mail: these and nobody else. Without this key it stays as it is.
    pub members: Option<Vec<String>>,
}

/// `[[sites]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteEntry {
    /// The `orgId` of the embed.
    pub id: String,
    /// For people.
    pub name: String,
    /// Pages that may embed it.
    pub domains: Vec<Domain>,
    /// The accent.
    pub accent: Option<String>,
    /// Where the launcher stands.
    pub position: Option<String>,
    /// The launcher's shape.
    #[serde(default)]
    pub button_style: ButtonStyle,
    /// Diameter of the round launcher, in px.
    pub button_size: Option<u16>,
    /// Width of the open panel, in px.
    pub chat_width: Option<u16>,
    /// Height of the open panel, in px.
    pub chat_height: Option<u16>,
    /// Its place above or below the page.
    pub z_index: Option<i32>,
    /// Colours that are not derived from the accent.
    #[serde(default)]
    pub colors: Colors,
    /// Where there is a widget at all.
    #[serde(default)]
    pub devices: Devices,
    /// Shows nothing until the page says `show`.
    #[serde(default)]
    pub start_hidden: bool,
    /// The other of two between which a page may choose.
    pub second_language: Option<Language>,
    /// The language of whoever says nothing else.
    #[serde(default)]
    pub language: Language,
    /// What the panel says, in whichever language.
    #[serde(default)]
    pub texts: Texts,
    /// The owner's own words in one language.
    #[serde(default)]
    pub words: BTreeMap<Language, Words>,
    /// The department that new conversations go to.
    pub department: Option<String>,
    /// Whether a page must prove who its visitor is.
    #[serde(default)]
    pub identity: Identity,
    /// Hosts that links in custom data may lead to.
    #[serde(default)]
    pub safe_domains: Vec<Domain>,
    /// What visitors are asked of themselves.
    #[serde(default)]
    pub contact_form: ContactForm,
    /// When and how visitors are called back.
    #[serde(default)]
    pub calls: Calls,
    /// Where answers to our e-mails go.
    #[serde(default)]
    pub reply_to: String,
    /// Whether its pages may speak for the visitor; where it is missing, if it is known who may embed it.
    pub extras: Option<bool>,
    /// Automatic actions.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Variants of it, by the names that pages choose them by.
    #[serde(default)]
    pub presets: BTreeMap<String, Preset>,
    /// Who is told what happens; without this key it stays as it is.
    pub webhooks: Option<Vec<WebhookEntry>>,
    /// Ids the site had with other vendors: `jivo = "AbCdEf"`.
    #[serde(default)]
    pub vendor_ids: BTreeMap<String, String>,
}

/// `[[sites.webhooks]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookEntry {
    /// What it is there for: `events`, unless it says otherwise.
    #[serde(default)]
    pub purpose: Purpose,
    /// Where to.
    pub url: String,
    /// How events are written.
    pub format: Format,
    /// What our own form is signed with, `whsec_` and base64; what channels and bots know themselves by. A new one is made
    /// when it is missing.
    #[serde(default)]
    pub secret: Option<String>,
}

impl File {
    /// Reads a file; a wrong key or value is named with its line.
    ///
    /// # Errors
    /// `invalid`, with the line, the key and what is allowed.
    pub fn parse(text: &str) -> Result<Self> {
        toml::from_str(text)
            .map_err(|error| Refusal::new(Code::Invalid, error.to_string().trim_end().to_owned()).into())
    }
}

impl Service {
    /// Makes the database say what the file says, all of it or nothing.
    ///
    /// # Errors
    /// `invalid` for a value, `taken` for an e-mail or a site's id that belongs to another organisation.
    pub async fn apply(&self, file: &File) -> Result<()> {
        let slug = file.organisation.slug.as_str();
        let known = self.store().directory().organisation_by_slug(slug).await?;
        let organisation =
            self.store().organisation(known.unwrap_or_else(|| OrganisationId(random::row_id())));
        // Passwords are hashed before the transaction begins: it must stay short.
        let mut hashes = Vec::new();
        for entry in &file.operators {
            hashes.push(self.password_hash(&organisation, entry).await?);
        }
        let mut tx = organisation.write().await?;
        let name = operator::name("organisation.name", &file.organisation.name)?;
        if known.is_none() {
            tx.insert_organisation(slug, &name, now()).await?;
        }
        tx.rename_organisation(&name).await?;
        for (entry, hash) in file.operators.iter().zip(hashes) {
            apply_operator(&mut tx, entry, hash).await?;
        }
        for entry in &file.departments {
            apply_department(&mut tx, entry).await?;
        }
        for entry in &file.attributes {
            entry.check()?;
            tx.put_attribute(entry).await?;
        }
        for entry in &file.sites {
            apply_site(&mut tx, entry).await?;
        }
        let mut effects = Effects::default();
        effects.weigh();
        for site in tx.sites().await? {
            bot::dismiss(self, &mut tx, &mut effects, site.id).await?;
        }
        self.commit(tx, effects).await
    }

    /// The hash to store, or None when the stored one fits already.
    async fn password_hash(
        &self,
        organisation: &Organisation,
        entry: &OperatorEntry,
    ) -> Result<Option<String>> {
        operator::password(&entry.password)?;
        let email = operator::email(&entry.email)?;
        if let Some(known) = organisation.read().await?.operator_by_email(&email).await?
            && self.passwords().verify(entry.password.clone(), known.password_hash).await?
        {
            return Ok(None);
        }
        Ok(Some(self.passwords().hash(entry.password.clone()).await?))
    }
}

async fn apply_operator(tx: &mut Tx, entry: &OperatorEntry, hash: Option<String>) -> Result<()> {
    let email = operator::email(&entry.email)?;
    let name = operator::name("operators.name", &entry.name)?;
    let capacity = entry.capacity.map(|raw| operator::capacity("operators.capacity", raw)).transpose()?;
    if let Some(known) = tx.operator_by_email(&email).await? {
        tx.update_operator(known.id, &name, entry.role).await?;
        tx.set_capacity(known.id, capacity).await?;
        if let Some(hash) = hash {
            tx.set_password(known.id, &hash).await?;
        }
        return Ok(());
    }
    let new = store::Operator {
        id: OperatorId(random::row_id()),
        email,
        name,
        password_hash: hash.unwrap_or_default(),
        role: entry.role,
        availability: Availability::Online,
        capacity,
        created_at: now(),
    };
    if tx.insert_operator(&new).await? {
        return Ok(());
    }
    let message = format!("{} belongs to another organisation.", new.email);
    Err(Refusal::field(Code::Taken, "operators.email", message).into())
}

async fn apply_department(tx: &mut Tx, entry: &DepartmentEntry) -> Result<()> {
    let name = operator::name("departments.name", &entry.name)?;
    let (public_id, number) = (entry.id.clone(), i64::from(entry.number));
    for other in tx.departments().await?.into_iter().filter(|other| other.public_id != public_id) {
        let taken = |field: &str, what: &str| {
            let message = format!("{what} is the department {} already.", other.public_id);
            Err(Refusal::field(Code::Taken, field, message).into())
        };
        if other.number == number {
            return taken("departments.number", &format!("Number {number}"));
        }
        if other.name == name {
            return taken("departments.name", &format!("“{name}”"));
        }
    }
    let id = DepartmentId(random::row_id());
    tx.put_department(&Department { id, public_id: public_id.clone(), number, name }).await?;
    let (Some(members), Some(department)) = (&entry.members, tx.department(&public_id).await?) else {
        return Ok(());
    };
    let mut ids = Vec::new();
    for email in members {
        let Some(member) = tx.operator_by_email(&operator::email(email)?).await? else {
            let message = format!("{email} is no operator of this organisation.");
            return Err(Refusal::field(Code::Invalid, "departments.members", message).into());
        };
        ids.push(member.id);
    }
    Ok(tx.set_members(department.id, &ids).await?)
}

/// A webhook is known by where it goes and how it is written. One that the file does not name is told nothing any more, and
/// keeps its log.
async fn apply_webhooks(tx: &mut Tx, site: SiteId, entries: &[WebhookEntry]) -> Result<()> {
    let known = tx.webhooks(site).await?;
    let is = |webhook: &Webhook, entry: &WebhookEntry| {
        (webhook.url.as_str(), webhook.purpose, webhook.format)
            == (entry.url.trim(), entry.purpose, entry.format)
    };
    for webhook in known.iter().filter(|webhook| !entries.iter().any(|entry| is(webhook, entry))) {
        tx.update_webhook(&Webhook { enabled: false, ..webhook.clone() }).await?;
    }
    for entry in entries {
        let url = webhook::url(&entry.url)?.to_owned();
        let secret = entry.secret.clone();
        if let (Purpose::Channel | Purpose::Bot, Some(secret)) = (entry.purpose, &secret) {
            webhook::address_secret(secret)?;
        }
        if let Some(known) = known.iter().find(|webhook| is(webhook, entry)) {
            let secret = secret.unwrap_or_else(|| known.secret.clone());
            let failing_since = known.failing_since.filter(|_| known.enabled);
            let on = Webhook { enabled: true, secret, failing_since, stopped: None, ..known.clone() };
            tx.update_webhook(&on).await?;
        } else {
            let secret = secret.map_or_else(|| random::webhook_secret(entry.purpose), Ok)?;
            let webhook = Webhook {
                id: WebhookId(random::row_id()),
                site,
                purpose: entry.purpose,
                format: entry.format,
                url,
                secret,
                events: String::new(),
                enabled: true,
                failing_since: None,
                stopped: None,
                created_at: now(),
            };
            tx.insert_webhook(&webhook).await?;
        }
    }
    Ok(())
}

async fn apply_site(tx: &mut Tx, entry: &SiteEntry) -> Result<()> {
    let defaults = Settings::default();
    let settings = Settings {
        domains: entry.domains.clone(),
        accent: entry.accent.clone().unwrap_or(defaults.accent),
        position: entry.position.clone().unwrap_or(defaults.position),
        button_style: entry.button_style,
        button_size: entry.button_size.unwrap_or(defaults.button_size),
        chat_width: entry.chat_width.unwrap_or(defaults.chat_width),
        chat_height: entry.chat_height.unwrap_or(defaults.chat_height),
        z_index: entry.z_index,
        colors: entry.colors.clone(),
        devices: entry.devices,
        start_hidden: entry.start_hidden,
        language: entry.language,
        second_language: entry.second_language,
        texts: entry.texts.clone(),
        words: entry.words.clone(),
        department: entry.department.clone(),
        identity: entry.identity.clone(),
        safe_domains: entry.safe_domains.clone(),
        contact_form: entry.contact_form.clone(),
        calls: entry.calls.clone(),
        reply_to: entry.reply_to.clone(),
        extras: entry.extras,
        rules: entry.rules.clone(),
        presets: entry.presets.clone(),
    };
    site::check(tx, &settings).await?;
    let name = operator::name("sites.name", &entry.name)?;
    tx.restore_site(&entry.id).await?;
    let known = tx.sites().await?.into_iter().find(|site| site.public_id == entry.id);
    let id = known.as_ref().map_or_else(|| SiteId(random::row_id()), |site| site.id);
    if known.is_some() {
        tx.update_site(id, &name, &settings).await?;
    } else {
        let site = store::Site {
            id,
            public_id: entry.id.clone(),
            name,
            settings,
            has_bot: false,
            created_at: now(),
        };
        if !tx.insert_site(&site).await? {
            let message = format!("{} belongs to another organisation.", entry.id);
            return Err(Refusal::field(Code::Taken, "sites.id", message).into());
        }
    }
    if let Some(webhooks) = &entry.webhooks {
        apply_webhooks(tx, id, webhooks).await?;
    }
    for (vendor, vendor_id) in &entry.vendor_ids {
        let vendor_id = domain::site::vendor_id("sites.vendor_ids", vendor, vendor_id)?;
        tx.put_vendor_id(id, vendor, &vendor_id).await?;
    }
    Ok(())
}
