//! What admins may ask of the server. To everybody else, and for a site of others, there is nothing here.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use leptos::{
    prelude::*,
    server_fn::codec::{Json, PostUrl},
};

use super::{appearance::Appearance, texts::TextsForm};
use crate::error::ApiError;

/// Changes how a site looks and where it is shown.
#[server(name = ChangeAppearanceCall, prefix = "/api", endpoint = "site/appearance", input = PostUrl, output = Json)]
pub async fn change_appearance(form: Appearance) -> Result<(), ApiError> {
    use super::place::Tab;
    use crate::{
        context,
        desk::response::{refuse_form, saved_form},
    };
    let (service, operator) = (context::service()?, context::operator_for_id().await.map_err(refuse_form)?);
    let site = form.site.clone();
    service.change_site(&operator, &site, |settings| form.apply(settings)).await.map_err(refuse_form)?;
    saved_form(&format!("{}?saved", Tab::Appearance.path(&site)));
    Ok(())
}

/// Changes what a site's panel says.
#[server(name = ChangeTextsCall, prefix = "/api", endpoint = "site/texts", input = PostUrl, output = Json)]
pub async fn change_texts(form: TextsForm) -> Result<(), ApiError> {
    use super::place::Tab;
    use crate::{
        context,
        desk::response::{refuse_form, saved_form},
    };
    let (service, operator) = (context::service()?, context::operator_for_id().await.map_err(refuse_form)?);
    let site = form.site.clone();
    service.change_site(&operator, &site, |settings| form.apply(settings)).await.map_err(refuse_form)?;
    saved_form(&format!("{}?saved", Tab::Texts.path(&site)));
    Ok(())
}
