//! What admins may ask of the server. To everybody else, and for a site of others, there is nothing here.
//!
//! A form is saved in place. Where its page is another one afterwards, the function says so with a redirect.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use domain::rule::Trial;
use leptos::{
    prelude::*,
    server_fn::codec::{Json, PostUrl},
};

use super::{
    appearance::Appearance,
    contact::ContactForm,
    department::{DeleteDepartment, DepartmentForm, NewDepartment},
    identity::{IdentityForm, MakeSecret, RemoveSecret},
    operators::CapacitiesForm,
    presets::{PresetForm, RemovePreset},
    rules::{AddDefaults, AddRule, MoveRule, RemoveRule, RuleForm, RulesJson},
    site::{RemoveSite, SiteForm},
    texts::TextsForm,
    visitors::{NewAttribute, RemoveAttribute, RenameAttribute, VisitorsForm},
    webhooks::{AboutWebhook, Resend, WebhookForm},
    words::WordsForm,
};
use crate::error::ApiError;

/// Changes how a site looks and where it is shown.
#[server(name = ChangeAppearanceCall, prefix = "/api", endpoint = "site/appearance", input = PostUrl, output = Json)]
pub async fn change_appearance(form: Appearance) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let site = form.site.clone();
    Ok(service.change_site(&operator, &site, |settings| form.apply(settings)).await?)
}

/// Makes a preset of a site.
#[server(name = MakePresetCall, prefix = "/api", endpoint = "site/make_preset", input = PostUrl, output = Json)]
pub async fn make_preset(form: PresetForm) -> Result<(), ApiError> {
    let site = form.site.clone();
    put_preset(PresetForm { preset: String::new(), ..form }).await?;
    leptos_axum::redirect(&format!("{}?saved", super::place::Tab::Presets.path(&site)));
    Ok(())
}

/// Changes one, perhaps its name.
#[server(name = ChangePresetCall, prefix = "/api", endpoint = "site/change_preset", input = PostUrl, output = Json)]
pub async fn change_preset(form: PresetForm) -> Result<(), ApiError> {
    use domain::Refusal;
    if form.preset.is_empty() {
        return Err(Refusal::not_found().into());
    }
    let (site, name) = (form.site.clone(), form.name.trim().to_owned());
    let is_renamed = form.preset != name;
    put_preset(form).await?;
    if is_renamed {
        leptos_axum::redirect(&format!("{}?saved", super::place::preset_path(&site, &name)));
    }
    Ok(())
}

#[cfg(feature = "ssr")]
async fn put_preset(form: PresetForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let (site, name) = (form.site.clone(), form.name.clone());
    let changed = service.change_site(&operator, &site, |settings| form.apply(settings)).await;
    Ok(changed.map_err(|error| PresetForm::bare(&name, error.into_refusal()))?)
}

/// Removes one: pages that name it show the site itself.
#[server(name = RemovePresetCall, prefix = "/api", endpoint = "site/remove_preset", input = PostUrl, output = Json)]
pub async fn remove_preset(form: RemovePreset) -> Result<(), ApiError> {
    use super::place::Tab;
    use crate::context;
    use domain::Refusal;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let remove = |settings: &mut domain::site::Settings| {
        settings.presets.remove(&form.preset).map(drop).ok_or_else(Refusal::not_found)
    };
    service.change_site(&operator, &form.site, remove).await?;
    leptos_axum::redirect(&format!("{}?saved", Tab::Presets.path(&form.site)));
    Ok(())
}

/// Changes what a site's panel says.
#[server(name = ChangeTextsCall, prefix = "/api", endpoint = "site/texts", input = PostUrl, output = Json)]
pub async fn change_texts(form: TextsForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let site = form.site.clone();
    Ok(service.change_site(&operator, &site, |settings| form.apply(settings)).await?)
}

/// Changes how a site's visitors can be reached.
#[server(name = ChangeContactCall, prefix = "/api", endpoint = "site/contact", input = PostUrl, output = Json)]
pub async fn change_contact(form: ContactForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let site = form.site.clone();
    let changed = service.change_site(&operator, &site, |settings| form.apply(settings)).await;
    Ok(changed.map_err(|error| super::contact::bare(error.into_refusal()))?)
}

/// Changes what a site's panel says in one language.
#[server(name = ChangeWordsCall, prefix = "/api", endpoint = "site/words", input = PostUrl, output = Json)]
pub async fn change_words(form: WordsForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let change = |settings: &mut domain::site::Settings| {
        form.written().iter().try_for_each(|(key, word)| service::words::check_word(key, word))?;
        form.apply(settings);
        Ok(())
    };
    Ok(service.change_site(&operator, &form.site, change).await?)
}

/// Says whether a client id must be proven.
#[server(name = ChangeIdentityCall, prefix = "/api", endpoint = "site/identity", input = PostUrl, output = Json)]
pub async fn change_identity(form: IdentityForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let site = form.site.clone();
    Ok(service.change_site(&operator, &site, |settings| form.apply(settings)).await?)
}

/// Makes a secret for proofs, in the place of the one that is there.
#[server(name = MakeSecretCall, prefix = "/api", endpoint = "site/make_secret", input = PostUrl, output = Json)]
pub async fn make_secret(form: MakeSecret) -> Result<(), ApiError> {
    use super::place::Tab;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let secret = service::new_token()?;
    let change = |settings: &mut domain::site::Settings| {
        settings.identity.secret = Some(secret);
        Ok(())
    };
    service.change_site(&operator, &form.site, change).await?;
    leptos_axum::redirect(&format!("{}?made", Tab::Identity.path(&form.site)));
    Ok(())
}

/// Takes the secret for proofs away.
#[server(name = RemoveSecretCall, prefix = "/api", endpoint = "site/remove_secret", input = PostUrl, output = Json)]
pub async fn remove_secret(form: RemoveSecret) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.change_site(&operator, &form.site, super::identity::remove_secret).await?)
}

/// Makes a department.
#[server(name = MakeDepartmentCall, prefix = "/api", endpoint = "department/make", input = PostUrl, output = Json)]
pub async fn make_department(form: NewDepartment) -> Result<(), ApiError> {
    use super::place::DEPARTMENTS;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator().await?);
    let NewDepartment { name, id, members } = form;
    let id = Some(id.trim()).filter(|id| !id.is_empty());
    service.make_department(&operator, &name, id, &members).await?;
    leptos_axum::redirect(&format!("{DEPARTMENTS}?saved"));
    Ok(())
}

/// Renames a department and says who belongs to it.
#[server(name = ChangeDepartmentCall, prefix = "/api", endpoint = "department/change", input = PostUrl, output = Json)]
pub async fn change_department(form: DepartmentForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let DepartmentForm { department, name, members } = form;
    Ok(service.change_department(&operator, &department, &name, &members).await?)
}

/// Deletes a department.
#[server(name = DeleteDepartmentCall, prefix = "/api", endpoint = "department/delete", input = PostUrl, output = Json)]
pub async fn delete_department(form: DeleteDepartment) -> Result<(), ApiError> {
    use super::place::DEPARTMENTS;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    service.delete_department(&operator, &form.department).await?;
    leptos_axum::redirect(&format!("{DEPARTMENTS}?saved"));
    Ok(())
}

/// Says which rules would fire: of each trial, one answer for each of its rules.
#[server(name = TryRulesCall, prefix = "/api", endpoint = "rule/try", input = Json, output = Json)]
pub async fn try_rules(input: Vec<Trial>) -> Result<Vec<Vec<bool>>, ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator().await?);
    Ok(service.try_rules(&operator, &input)?)
}

/// Changes one rule of a site.
#[server(name = ChangeRuleCall, prefix = "/api", endpoint = "rule/change", input = PostUrl, output = Json)]
pub async fn change_rule(form: RuleForm) -> Result<(), ApiError> {
    use super::{place::rule_path, rules::place_of};
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let (site, position, was) = (form.site.clone(), form.position, form.was.clone());
    let change = |settings: &mut domain::site::Settings| {
        let place = place_of(&settings.rules, position, &was)?;
        settings.rules[place] = service::rule::checked(form.read())?;
        Ok(())
    };
    service.change_site(&operator, &site, change).await?;
    // Its name may be another one now, which the page must know.
    leptos_axum::redirect(&format!("{}?saved", rule_path(&site, position)));
    Ok(())
}

/// Adds a rule to a site, to be written on its own page.
#[server(name = AddRuleCall, prefix = "/api", endpoint = "rule/add", input = PostUrl, output = Json)]
pub async fn add_rule(form: AddRule) -> Result<(), ApiError> {
    use super::{place::rule_path, rules::add};
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let mut place = 0;
    let change = |settings: &mut domain::site::Settings| {
        place = settings.rules.len();
        add(settings, vec![domain::rule::fresh()])
    };
    service.change_site(&operator, &form.site, change).await?;
    leptos_axum::redirect(&rule_path(&form.site, place));
    Ok(())
}

/// Adds the default rules to a site.
#[server(name = AddDefaultsCall, prefix = "/api", endpoint = "rule/defaults", input = PostUrl, output = Json)]
pub async fn add_defaults(form: AddDefaults) -> Result<(), ApiError> {
    use super::rules::add;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let change = |settings: &mut domain::site::Settings| add(settings, domain::rule::defaults());
    Ok(service.change_site(&operator, &form.site, change).await?)
}

/// Removes a rule of a site.
#[server(name = RemoveRuleCall, prefix = "/api", endpoint = "rule/remove", input = PostUrl, output = Json)]
pub async fn remove_rule(form: RemoveRule) -> Result<(), ApiError> {
    use super::{place::Tab, rules::place_of};
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let RemoveRule { site, position, was } = form;
    let change = |settings: &mut domain::site::Settings| {
        let place = place_of(&settings.rules, position, &was)?;
        settings.rules.remove(place);
        Ok(())
    };
    service.change_site(&operator, &site, change).await?;
    leptos_axum::redirect(&format!("{}?saved", Tab::Rules.path(&site)));
    Ok(())
}

/// Moves a rule of a site before or behind its neighbour.
#[server(name = MoveRuleCall, prefix = "/api", endpoint = "rule/move", input = PostUrl, output = Json)]
pub async fn move_rule(form: MoveRule) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.change_site(&operator, &form.site, |settings| form.apply(settings)).await?)
}

/// Takes other rules for a site than it has, all at once.
#[server(name = ReplaceRulesCall, prefix = "/api", endpoint = "rule/replace", input = PostUrl, output = Json)]
pub async fn replace_rules(form: RulesJson) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let RulesJson { site, json } = form;
    let change = |settings: &mut domain::site::Settings| {
        settings.rules = service::rule::read(&json)?;
        Ok(())
    };
    Ok(service.change_site(&operator, &site, change).await?)
}

/// Says what a site's pages may tell of their visitors, and say for them.
#[server(name = ChangeVisitorsCall, prefix = "/api", endpoint = "site/visitors", input = PostUrl, output = Json)]
pub async fn change_visitors(form: VisitorsForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.change_site(&operator, &form.site, |settings| form.apply(settings)).await?)
}

/// Defines an attribute.
#[server(name = MakeAttributeCall, prefix = "/api", endpoint = "attribute/make", input = PostUrl, output = Json)]
pub async fn make_attribute(form: NewAttribute) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator().await?);
    Ok(service.make_attribute(&operator, &form.read()).await?)
}

/// Renames an attribute.
#[server(name = RenameAttributeCall, prefix = "/api", endpoint = "attribute/rename", input = PostUrl, output = Json)]
pub async fn rename_attribute(form: RenameAttribute) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let renamed = service.rename_attribute(&operator, &form.id, form.name.trim()).await;
    // The field of this name on the page is another form's.
    Ok(renamed.map_err(|error| domain::Refusal { field: None, ..error.into_refusal() })?)
}

/// Forgets an attribute.
#[server(name = RemoveAttributeCall, prefix = "/api", endpoint = "attribute/remove", input = PostUrl, output = Json)]
pub async fn remove_attribute(form: RemoveAttribute) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.remove_attribute(&operator, &form.id).await?)
}

/// Changes how many conversations operators have at most at once.
#[server(name = SetCapacitiesCall, prefix = "/api", endpoint = "operator/capacities", input = PostUrl, output = Json)]
pub async fn set_capacities(form: CapacitiesForm) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    Ok(service.set_capacities(&operator, &form.read()?).await?)
}

/// Changes what a site is called, by people and by pages that were written for other vendors.
#[server(name = RenameSiteCall, prefix = "/api", endpoint = "site/rename", input = PostUrl, output = Json)]
pub async fn rename_site(form: SiteForm) -> Result<(), ApiError> {
    use super::{place::Tab, site::VENDORS};
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let vendors = VENDORS.map(|(vendor, _)| vendor);
    service.rename_site(&operator, &form.site, &form.name, &vendors, &form.vendor_ids()).await?;
    // The name stands all over the page.
    leptos_axum::redirect(&format!("{}?saved", Tab::Site.path(&form.site)));
    Ok(())
}

/// Takes a site away.
#[server(name = RemoveSiteCall, prefix = "/api", endpoint = "site/remove", input = PostUrl, output = Json)]
pub async fn remove_site(form: RemoveSite) -> Result<(), ApiError> {
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    service.remove_site(&operator, &form.site).await?;
    leptos_axum::redirect("/settings");
    Ok(())
}

/// Adds a webhook to a site.
#[server(name = MakeWebhookCall, prefix = "/api", endpoint = "webhook/make", input = PostUrl, output = Json)]
pub async fn make_webhook(form: WebhookForm) -> Result<(), ApiError> {
    use super::place::webhook_path;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let site = form.site.clone();
    let id = service.make_webhook(&operator, &site, form.draft()).await?;
    leptos_axum::redirect(&format!("{}?saved&made", webhook_path(&site, id)));
    Ok(())
}

/// Changes a webhook of a site.
#[server(name = ChangeWebhookCall, prefix = "/api", endpoint = "webhook/change", input = PostUrl, output = Json)]
pub async fn change_webhook(form: WebhookForm) -> Result<(), ApiError> {
    use super::place::webhook_path;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    let (site, id) = (form.site.clone(), form.webhook.ok_or_else(domain::Refusal::not_found)?);
    service.change_webhook(&operator, &site, id, form.draft()).await?;
    // Its log may say something else now.
    leptos_axum::redirect(&format!("{}?saved", webhook_path(&site, id)));
    Ok(())
}

/// Makes another secret for a webhook.
#[server(name = RenewWebhookCall, prefix = "/api", endpoint = "webhook/renew", input = PostUrl, output = Json)]
pub async fn renew_webhook(form: AboutWebhook) -> Result<(), ApiError> {
    use super::place::webhook_path;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    service.renew_webhook_secret(&operator, &form.site, form.webhook).await?;
    leptos_axum::redirect(&format!("{}?made#secret", webhook_path(&form.site, form.webhook)));
    Ok(())
}

/// Removes a webhook of a site.
#[server(name = RemoveWebhookCall, prefix = "/api", endpoint = "webhook/remove", input = PostUrl, output = Json)]
pub async fn remove_webhook(form: AboutWebhook) -> Result<(), ApiError> {
    use super::place::Tab;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    service.remove_webhook(&operator, &form.site, form.webhook).await?;
    leptos_axum::redirect(&format!("{}?saved", Tab::Webhooks.path(&form.site)));
    Ok(())
}

/// Tells a webhook something once more.
#[server(name = ResendCall, prefix = "/api", endpoint = "webhook/resend", input = PostUrl, output = Json)]
pub async fn resend(form: Resend) -> Result<(), ApiError> {
    use super::place::webhook_path;
    use crate::context;
    let (service, operator) = (context::service()?, context::operator_for_id().await?);
    service.resend(&operator, &form.site, form.webhook, form.delivery).await?;
    leptos_axum::redirect(&format!("{}#log", webhook_path(&form.site, form.webhook)));
    Ok(())
}
