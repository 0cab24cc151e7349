//! `GET /me`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::forum::names::{self, OwnName, Standing};
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::shapes::avatar_url;

/// How a name stands. Nobody else sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StandingName {
    /// Nothing against it.
    Good,
    /// A restriction holds.
    Restricted,
    /// Given up.
    Retired,
}

/// One of one's own names.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnNameShape {
    /// Its id.
    id: String,
    /// Its board's code.
    board: String,
    /// The name; null once retired.
    #[schema(required = true)]
    handle: Option<String>,
    /// Its picture; null once retired.
    #[schema(required = true)]
    avatar_url: Option<String>,
    /// It lives in one thread.
    one_off: bool,
    /// Its posts, without deleted and removed ones.
    posts: u64,
    /// How it stands.
    standing: StandingName,
}

impl OwnNameShape {
    fn of(name: OwnName) -> Self {
        let retired = name.standing == Standing::Retired;
        Self {
            id: name.id.to_string(),
            board: name.board.to_string(),
            handle: (!retired).then_some(name.handle),
            avatar_url: (!retired).then(|| avatar_url(name.id)),
            one_off: name.thread.is_some(),
            posts: name.posts,
            standing: match name.standing {
                Standing::Good => StandingName::Good,
                Standing::Restricted => StandingName::Restricted,
                Standing::Retired => StandingName::Retired,
            },
        }
    }
}

/// The caller.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// 0, 1 or 2. Nobody else sees it.
    #[schema(minimum = 0, maximum = 2)]
    trust_level: u8,
    /// All names, retired ones too.
    personas: Vec<OwnNameShape>,
}

/// Oneself: level and names.
#[utoipa::path(get, path = "/me", tag = "people", operation_id = "get_me", responses(
    (status = 200, description = "The caller.", body = Me),
))]
pub(crate) async fn show(State(app): State<App>, me: Signed) -> Result<Response, WebError> {
    let (trust_level, names) = names::mine(&app.ctx, &me.member).await?;
    let personas = names.into_iter().map(OwnNameShape::of).collect();
    Ok(me.viewer.answer(&app, axum::Json(Me { trust_level, personas })))
}
