//! What a page begins with: who asks, and what its path names. The server alone knows; the browser takes it from the page.

use domain::{Refusal, attribute::Attribute, operator::Face};
use serde::{Deserialize, Serialize};

use super::{
    appearance::Appearance,
    contact::ContactForm,
    department::{DepartmentEntry, DepartmentForm, NewDepartment},
    identity::{IdentityForm, Proofs},
    install::Install,
    operators::{CapacitiesForm, OperatorEntry},
    presets::{PresetEntry, PresetForm},
    rules::{RuleEntry, RuleForm, RulesJson, Run},
    site::SiteForm,
    texts::TextsForm,
    visitors::{NewAttribute, VisitorsForm},
    webhooks::{Past, WebhookEntry, WebhookForm},
    words::{Group, WordsForm},
};
use crate::outcome::Outcome;

/// All that the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Start {
    /// What is around the page.
    pub around: Around,
    /// What the path names.
    pub page: Page,
    /// A form was saved just now, without JavaScript.
    pub saved: bool,
    /// A form is shown as it is written, with a change that is not stored.
    pub drafted: bool,
    /// Why a form was refused that was sent without JavaScript.
    pub refused: Option<Refusal>,
}

/// What is around every page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Around {
    /// Who asks.
    pub me: Option<Face>,
    /// Whether the settings are theirs to change.
    pub admin: bool,
    /// The organisation's sites.
    pub sites: Vec<Entry>,
}

impl Around {
    /// What people call a site.
    #[must_use]
    pub fn site_name(&self, id: &str) -> String {
        self.sites.iter().find(|entry| entry.id == id).map(|entry| entry.name.clone()).unwrap_or_default()
    }
}

/// A site in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entry {
    /// Its public id.
    pub id: String,
    /// For people.
    pub name: String,
    /// Who may embed it.
    pub domains: Vec<String>,
}

/// What a path names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Page {
    /// Whoever asks is led away.
    #[default]
    Elsewhere,
    /// Nothing, or nothing for whoever asks.
    Nothing,
    /// The list of sites.
    Sites,
    /// How a site looks.
    Appearance {
        /// What is written.
        form: Appearance,
        /// Ids and names of the departments.
        departments: Vec<(String, String)>,
    },
    /// Its variants.
    Presets {
        /// The site's public id.
        site: String,
        /// All of them, by name.
        presets: Vec<PresetEntry>,
    },
    /// One of them, or one that is not there yet.
    Preset {
        /// What is written.
        form: Box<PresetForm>,
        /// What the site has where nothing is written.
        own: Box<PresetForm>,
        /// Ids and names of the departments.
        departments: Vec<(String, String)>,
    },
    /// What its panel says.
    Texts(TextsForm),
    /// How its visitors can be reached.
    Contact(ContactForm),
    /// What its panel says in one language.
    Words {
        /// What is written.
        form: WordsForm,
        /// All words of the language.
        groups: Vec<Group>,
    },
    /// How its pages prove who a visitor is.
    Identity {
        /// What is written.
        form: IdentityForm,
        /// The secret, and what is made with it.
        proofs: Proofs,
    },
    /// What it does by itself.
    Rules {
        /// The site's public id.
        site: String,
        /// All of it, in order.
        rules: Vec<RuleEntry>,
    },
    /// What its pages may tell of their visitors.
    Visitors {
        /// What is written.
        form: VisitorsForm,
        /// Whether pages may speak for the visitor where nothing is chosen.
        usual: bool,
        /// Those that there are.
        attributes: Vec<Attribute>,
        /// One that is not there yet, as it is written.
        new: NewAttribute,
    },
    /// Who is told what happens on it.
    Webhooks {
        /// The site's public id.
        site: String,
        /// All of them.
        webhooks: Vec<WebhookEntry>,
    },
    /// One of them, or one that is not there yet.
    Webhook {
        /// What is written.
        form: WebhookForm,
        /// What it was told.
        past: Option<Past>,
    },
    /// What it is called.
    Site(SiteForm),
    /// The same as one text.
    RulesJson(RulesJson),
    /// What it would have done last week.
    DryRun {
        /// The site's public id.
        site: String,
        /// What came of it.
        run: Run,
    },
    /// One of it.
    Rule {
        /// What is written.
        form: RuleForm,
        /// Ids and names of the departments.
        departments: Vec<(String, String)>,
    },
    /// The operators.
    Operators {
        /// All of them, by name.
        operators: Vec<OperatorEntry>,
        /// What is written.
        form: CapacitiesForm,
    },
    /// The list of departments.
    Departments(Vec<DepartmentEntry>),
    /// A department that is not there yet.
    NewDepartment {
        /// What is written.
        form: NewDepartment,
        /// Who may be a member.
        people: Vec<Face>,
    },
    /// One that is.
    Department {
        /// What is written.
        form: DepartmentForm,
        /// What it is called now.
        name: String,
        /// Who may be a member.
        people: Vec<Face>,
    },
    /// How the sites come onto their pages.
    Install(Install),
}

/// Asks for it, and says in the response what the page is: there, elsewhere or nowhere.
#[cfg(feature = "ssr")]
pub async fn start() -> Outcome<Start> {
    Outcome(known().await.map_err(|error| error.0))
}

/// The page carries it along; a page that does not was cut off on its way.
#[cfg(not(feature = "ssr"))]
pub async fn start() -> Outcome<Start> {
    Outcome(Err(super::browser::unreachable()))
}

/// A form that was sent to its page: without JavaScript, and refused; or to be shown with a change. The page shows it as it
/// was written.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct Sent {
    /// The path of its server function.
    pub call: String,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// What changes of it, without being stored.
    pub draft: Option<String>,
    /// As the browser sent it.
    pub entries: String,
}

#[cfg(feature = "ssr")]
impl Sent {
    /// What was written, where it was the form of this server function.
    fn form<T: serde::de::DeserializeOwned>(&self, call: &str) -> Option<T> {
        #[derive(Deserialize)]
        struct Entries<T> {
            form: T,
        }
        if self.call != call {
            return None;
        }
        // As server functions read it.
        let entries: Entries<T> = serde_qs::Config::new(5, false).deserialize_str(&self.entries).ok()?;
        Some(entries.form)
    }
}

#[cfg(feature = "ssr")]
async fn known() -> Result<Start, crate::error::ApiError> {
    use domain::Code;
    use leptos::prelude::use_context;
    use leptos_router::location::RequestUrl;

    use super::place::Place;
    use crate::{
        context,
        desk::{response, start::log_in_path},
    };

    let url = use_context::<RequestUrl>().unwrap_or_default().parse().map_err(|_| Refusal::not_found())?;
    let place = Place::of(url.path());
    let operator = match context::operator().await {
        Err(error) if error.0.code == Code::Unauthenticated => {
            // The same for every path, whether there is such a site or not.
            response::redirect(&log_in_path(url.path()));
            return Ok(Start::default());
        }
        operator => operator?,
    };
    let context = context::context()?;
    let sites = context.service.sites(&operator).await?;
    let entry = |site: service::site::Site| Entry {
        domains: site.settings.domains.iter().map(|domain| domain.as_str().to_owned()).collect(),
        id: site.public_id,
        name: site.name,
    };
    let (me, admin) = (Some(operator.face.clone()), operator.administers());
    let sent = use_context::<Sent>();
    let start = Start {
        around: Around { me, admin, sites: sites.into_iter().map(entry).collect() },
        saved: url.search_params().get_str("saved").is_some(),
        drafted: sent.as_ref().is_some_and(|sent| sent.draft.is_some()),
        refused: sent.as_ref().and_then(|sent| sent.refusal.clone()),
        page: Page::Nothing,
    };
    match page(&context, &operator, place, url.search_params(), sent.as_ref()).await {
        Ok(page) => Ok(Start { page, ..start }),
        Err(error) => match error.into_refusal() {
            // An agent, a site of others, a site that never was: the page that does not exist.
            refusal if refusal.code == Code::NotFound => Ok(start),
            refusal => Err(refusal.into()),
        },
    }
}

#[cfg(feature = "ssr")]
async fn page(
    context: &crate::context::Context,
    operator: &service::Operator,
    place: super::place::Place,
    query: &leptos_router::params::ParamsMap,
    sent: Option<&Sent>,
) -> service::Result<Page> {
    use leptos::server_fn::ServerFn as _;

    use super::{
        api::{
            ChangeDepartmentCall, ChangePresetCall, ChangeRuleCall, ChangeWebhookCall, MakeDepartmentCall,
            MakePresetCall, MakeWebhookCall, ReplaceRulesCall, SetCapacitiesCall,
        },
        place::Place,
        vendor::Vendor,
    };

    let service = &context.service;
    if place == Place::Install {
        let vendor = query.get_str("vendor").and_then(Vendor::from_slug).unwrap_or_default();
        let ids = context.service.ids_of_vendor(operator, vendor.slug()).await?;
        return Ok(Page::Install(Install::of(&context.public_url, vendor, ids)));
    }
    if !operator.administers() {
        return Ok(Page::Nothing);
    }
    Ok(match place {
        Place::Sites => Page::Sites,
        Place::Site(id, tab) => tab_page(service, operator, &id, tab, query, sent).await?,
        Place::NewPreset(id) => {
            let site = service.site_to_settle(operator, &id).await?;
            let fresh = || PresetForm { site: id, ..PresetForm::default() };
            let form = sent.and_then(|sent| sent.form(MakePresetCall::PATH)).unwrap_or_else(fresh);
            preset_page(service, operator, &site, form).await?
        }
        Place::Preset(id, name) => {
            let site = service.site_to_settle(operator, &id).await?;
            let Some(preset) = site.settings.presets.get(&name) else { return Ok(Page::Nothing) };
            let stored = || PresetForm::of(&id, &name, preset);
            let form = sent.and_then(|sent| sent.form(ChangePresetCall::PATH)).unwrap_or_else(stored);
            preset_page(service, operator, &site, form).await?
        }
        Place::NewWebhook(id) => {
            let site = service.site_to_settle(operator, &id).await?;
            let form = sent.and_then(|sent| sent.form(MakeWebhookCall::PATH));
            Page::Webhook { form: form.unwrap_or_else(|| WebhookForm::fresh(&site.public_id)), past: None }
        }
        Place::Webhook(site, id) => {
            let (webhook, log) = service.webhook_log(operator, &site, id).await?;
            let form = sent.and_then(|sent| sent.form(ChangeWebhookCall::PATH));
            let past = Past::of(&webhook, log, query.get_str("made").is_some(), &context.public_url);
            let form = form.unwrap_or_else(|| WebhookForm::of(&site, &webhook));
            Page::Webhook { form, past: Some(past) }
        }
        Place::RulesJson(id) => {
            let site = service.site_to_settle(operator, &id).await?;
            let form = sent.and_then(|sent| sent.form(ReplaceRulesCall::PATH));
            Page::RulesJson(form.unwrap_or_else(|| RulesJson::of(&site)))
        }
        Place::DryRun(site) => {
            let run = service.dry_run(operator, &site).await?.into();
            Page::DryRun { site, run }
        }
        Place::Rule(id, place) => {
            let site = service.site_to_settle(operator, &id).await?;
            let stored = RuleForm::of(&site.public_id, place, &site.settings);
            let written: Option<RuleForm> = sent.and_then(|sent| {
                let form: RuleForm = sent.form(ChangeRuleCall::PATH)?;
                Some(sent.draft.iter().fold(form, |form, button| form.edited(button)))
            });
            let Some(form) = written.or(stored) else { return Ok(Page::Nothing) };
            Page::Rule { form, departments: departments(service, operator).await? }
        }
        Place::Operators => {
            let colleagues = service.colleagues_to_settle(operator).await?;
            let form = sent.and_then(|sent| sent.form(SetCapacitiesCall::PATH));
            let form = form.unwrap_or_else(|| CapacitiesForm::of(&colleagues));
            let operators = colleagues.into_iter().map(OperatorEntry::from).collect();
            Page::Operators { operators, form }
        }
        Place::Departments => {
            let departments = service.departments_to_settle(operator).await?;
            Page::Departments(departments.into_iter().map(DepartmentEntry::from).collect())
        }
        Place::NewDepartment => Page::NewDepartment {
            form: sent.and_then(|sent| sent.form(MakeDepartmentCall::PATH)).unwrap_or_default(),
            people: service.people_to_settle(operator).await?,
        },
        Place::Department(id) => {
            let departments = service.departments_to_settle(operator).await?;
            let found = departments.into_iter().find(|department| department.public_id == id);
            let Some(found) = found else { return Ok(Page::Nothing) };
            let name = found.name.clone();
            let stored = || DepartmentForm::from(found);
            Page::Department {
                form: sent.and_then(|sent| sent.form(ChangeDepartmentCall::PATH)).unwrap_or_else(stored),
                name,
                people: service.people_to_settle(operator).await?,
            }
        }
        Place::Install | Place::Unknown => Page::Nothing,
    })
}

/// A page about one site.
#[cfg(feature = "ssr")]
async fn tab_page(
    service: &service::Service,
    operator: &service::Operator,
    id: &str,
    tab: super::place::Tab,
    query: &leptos_router::params::ParamsMap,
    sent: Option<&Sent>,
) -> service::Result<Page> {
    use domain::{rule::Rule, words::Language};
    use leptos::server_fn::ServerFn as _;

    use super::{
        api::{
            ChangeAppearanceCall, ChangeContactCall, ChangeIdentityCall, ChangeTextsCall, ChangeVisitorsCall,
            ChangeWordsCall, MakeAttributeCall, RenameSiteCall,
        },
        place::Tab,
        words,
    };

    let site = service.site_to_settle(operator, id).await?;
    Ok(match tab {
        Tab::Appearance => {
            let stored = || Appearance::of(&site.public_id, &site.settings);
            Page::Appearance {
                form: sent.and_then(|sent| sent.form(ChangeAppearanceCall::PATH)).unwrap_or_else(stored),
                departments: departments(service, operator).await?,
            }
        }
        Tab::Contact => {
            let form = sent.and_then(|sent| sent.form(ChangeContactCall::PATH));
            Page::Contact(form.unwrap_or_else(|| ContactForm::of(&site.public_id, &site.settings)))
        }
        Tab::Presets => {
            let presets = &site.settings.presets;
            let presets = presets.iter().map(|(name, preset)| PresetEntry::of(name, preset)).collect();
            Page::Presets { site: site.public_id, presets }
        }
        Tab::Texts => {
            let stored = TextsForm::of(&site);
            let own = stored.own.clone();
            let form = sent.and_then(|sent| sent.form(ChangeTextsCall::PATH));
            Page::Texts(form.map_or(stored, |form| TextsForm { own, ..form }))
        }
        Tab::Words => {
            let wish = query.get_str("language").and_then(Language::parse);
            let language = wish.unwrap_or(site.settings.language);
            let stored = || WordsForm::of(&site.public_id, language, &site.settings);
            let form = sent.and_then(|sent| sent.form(ChangeWordsCall::PATH)).unwrap_or_else(stored);
            Page::Words { groups: words::groups(&site, form.language), form }
        }
        Tab::Identity => {
            let required = site.settings.identity.required;
            let stored = || IdentityForm { site: site.public_id.clone(), required };
            Page::Identity {
                form: sent.and_then(|sent| sent.form(ChangeIdentityCall::PATH)).unwrap_or_else(stored),
                proofs: Proofs::of(&site, query.get_str("made").is_some()),
            }
        }
        Tab::Site => {
            let (site, ids) = service.site_with_ids(operator, &site.public_id).await?;
            let form = sent.and_then(|sent| sent.form(RenameSiteCall::PATH));
            Page::Site(form.unwrap_or_else(|| SiteForm::of(&site, &ids)))
        }
        Tab::Webhooks => {
            let webhooks = service.webhooks_to_settle(operator, &site.public_id).await?;
            let webhooks = webhooks.into_iter().map(WebhookEntry::from).collect();
            Page::Webhooks { site: site.public_id, webhooks }
        }
        Tab::Visitors => {
            let stored = || VisitorsForm::of(&site.public_id, &site.settings);
            Page::Visitors {
                form: sent.and_then(|sent| sent.form(ChangeVisitorsCall::PATH)).unwrap_or_else(stored),
                usual: !site.settings.domains.is_empty(),
                attributes: service.attributes_to_settle(operator).await?,
                new: sent.and_then(|sent| sent.form(MakeAttributeCall::PATH)).unwrap_or_default(),
            }
        }
        Tab::Rules => {
            let counts = service.rule_counts(&site).await?;
            let fires = |rule: &Rule| counts.get(&rule.name).copied().unwrap_or_default();
            let rules = site.settings.rules.iter().map(|rule| RuleEntry::of(rule, fires(rule))).collect();
            Page::Rules { site: site.public_id, rules }
        }
    })
}

#[cfg(feature = "ssr")]
async fn preset_page(
    service: &service::Service,
    operator: &service::Operator,
    site: &service::site::Site,
    form: PresetForm,
) -> service::Result<Page> {
    let departments = departments(service, operator).await?;
    Ok(Page::Preset { form: Box::new(form), own: Box::new(PresetForm::own(site)), departments })
}

/// Ids and names of the departments.
#[cfg(feature = "ssr")]
async fn departments(
    service: &service::Service,
    operator: &service::Operator,
) -> service::Result<Vec<(String, String)>> {
    let departments = service.departments_to_settle(operator).await?;
    Ok(departments.into_iter().map(|department| (department.public_id, department.name)).collect())
}
