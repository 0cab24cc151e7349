//! The OpenAPI document: what each call says of itself, and what calls of a kind answer alike.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::response::{Response as Answer, ResponseBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, HeaderBuilder, Object, OpenApi, Ref, RefOr, Schema, Type};
use utoipa::{IntoParams, OpenApi as _};

use crate::web::code::Code;
use crate::web::draw::{FieldProblem, Problem};

/// The once-only key.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used: the extractor reads the header itself")]
pub(crate) struct IdempotencyKey {
    /// 1 to 200 visible ASCII characters, made by the caller for this text. Without it the server draws one, and
    /// sending the text again writes it again.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$", required = false)]
    idempotency_key: Option<String>,
}

/// What stands above all calls.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Leeward",
        version = "1",
        description = "An anonymous peer-support forum. Members have no name and no e-mail: a recovery phrase, and a \
            generated name for each board.\n\n\
            **Signing in**: `POST /members` or `POST /sessions` answer a token for `Authorization: Bearer`. Browsers \
            use their cookie; with it, writing needs `Sec-Fetch-Site: same-origin` or an `Origin` of the site.\n\n\
            **Refusals** are problem details (RFC 9457) with a stable `code`; fields that do not fit stand in \
            `errors`. Nothing was stored, and no once-only key was claimed. 429 says in `Retry-After` when to come \
            back. What a caller may not know of is 404.\n\n\
            **Bodies** are JSON objects: unknown fields, doubled keys and nesting deeper than 32 are refused.\n\n\
            **Times** are UTC and never finer than a minute. **Ids** are opaque.\n\n\
            `v1` only grows: pass over fields that you do not know.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/api/v1")),
    security(("bearer" = []), ("cookie" = [])),
    tags(
        (name = "people", description = "Joining, coming back, and what belongs to the caller alone."),
        (name = "forum", description = "Boards, threads, posts."),
        (name = "about", description = "This document.")
    ),
    components(schemas(Problem, FieldProblem))
)]
struct Base;

/// The document before any call is in it.
pub(crate) fn base() -> OpenApi {
    let mut document = Base::openapi();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("lw1.…");
    let bearer = bearer.description(Some("The `session_token` of joining or signing in."));
    let cookie = ApiKeyValue::with_description(
        "__Host-leeward",
        "A browser's sign-in, made by the pages. In trial mode (plain http on a loopback host) it is called `leeward`.",
    );
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    document
}

/// An answer that many calls can give.
struct Usual {
    status: &'static str,
    name: &'static str,
    description: &'static str,
}

const USUAL: [Usual; 14] = [
    Usual { status: "400", name: "Malformed", description: "The request does not follow HTTP." },
    Usual { status: "401", name: "SignInFirst", description: "`sign_in_first`: no token, or one that opens nothing." },
    Usual { status: "403", name: "OtherOrigin", description: "`other_origin`: a write with a cookie from elsewhere." },
    Usual { status: "404", name: "NotFound", description: "`not_found`: there is none, or the caller may not know." },
    Usual { status: "408", name: "TooSlow", description: "`too_slow`: the body did not arrive in time." },
    Usual { status: "413", name: "TooLarge", description: "`too_large`: more than 1 MiB." },
    Usual { status: "414", name: "LongAddress", description: "`long_address`: more than 8,192 bytes." },
    Usual { status: "415", name: "MediaType", description: "`media_type`: the body is not `application/json`." },
    Usual { status: "421", name: "WrongHost", description: "This server does not answer for that host." },
    Usual {
        status: "422",
        name: "Invalid",
        description: "`invalid`: see `errors`. Also `idempotency_key_reused`, `too_many_links`.",
    },
    Usual { status: "429", name: "TooMany", description: "`too_many_pages`: many calls from this network." },
    Usual { status: "431", name: "LargeHead", description: "`large_head`: headers of more than 16 KiB." },
    Usual { status: "500", name: "Fault", description: "`fault`: a mistake of ours." },
    Usual { status: "503", name: "Unavailable", description: "A part does not answer, or there is much to do." },
];

/// Whether a call can answer one of the usual statuses.
fn can_answer(status: &str, method: &str, operation: &Operation) -> bool {
    let parameters = operation.parameters.iter().flatten();
    let has = |wanted: ParameterIn| {
        let place = |parameter: &RefOr<Parameter>| match parameter {
            RefOr::T(parameter) => parameter.parameter_in == wanted,
            RefOr::Ref(_) => false,
        };
        parameters.clone().any(place)
    };
    match status {
        // Tokens that open nothing are told also where none is needed, but where none is looked at.
        "401" => operation.security.as_ref().is_none_or(|ways| ways.len() > 1),
        "403" => method != "get",
        "404" => has(ParameterIn::Path),
        "408" | "413" => method != "get",
        "415" => operation.request_body.is_some(),
        "422" => operation.request_body.is_some() || has(ParameterIn::Query) || has(ParameterIn::Header),
        _ => true,
    }
}

fn problem(description: &str, status: &str) -> Answer {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let mut answer = ResponseBuilder::new().description(description).content("application/problem+json", content);
    let header = |kind: Type, what: &str| {
        HeaderBuilder::new().schema(Some(Object::with_type(kind))).description(Some(what)).build()
    };
    if matches!(status, "429" | "503") {
        answer =
            answer.header("Retry-After", header(Type::Integer, "Seconds to wait; with 503 where a wait is known."));
    }
    if status == "401" {
        answer = answer.header("WWW-Authenticate", header(Type::String, "`Bearer`"));
    }
    answer.build()
}

fn complete(method: &str, operation: &mut Operation) {
    let answers = &mut operation.responses.responses;
    for (status, answer) in answers.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        if let RefOr::T(own) = answer {
            *answer = RefOr::T(problem(&own.description.clone(), status));
        }
    }
    for usual in USUAL {
        if can_answer(usual.status, method, operation) {
            let answers = &mut operation.responses.responses;
            answers.entry(usual.status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(usual.name)));
        }
    }
}

/// Says at `code` of a problem which words there are. It is no `enum`: the list grows, and who reads it passes over
/// words that are new.
fn describe_codes(components: &mut Components) {
    let Some(RefOr::T(Schema::Object(problem))) = components.schemas.get_mut("Problem") else { return };
    let Some(RefOr::T(Schema::Object(code))) = problem.properties.get_mut("code") else { return };
    let lines = Code::ALL.iter().map(|code| format!("\n- `{}`: {}", code.word(), code.meaning()));
    code.description =
        Some(format!("A stable word for scripts. More will follow; so far:\n{}", lines.collect::<String>()));
}

/// The whole document.
pub(crate) fn document() -> OpenApi {
    let mut document = super::calls().into_openapi();
    for item in document.paths.paths.values_mut() {
        let methods = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("patch", &mut item.patch),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                complete(method, operation);
            }
        }
    }
    let components = document.components.get_or_insert_default();
    describe_codes(components);
    for usual in USUAL {
        let answer = problem(usual.description, usual.status);
        components.responses.insert(usual.name.to_owned(), RefOr::T(answer));
    }
    document
}

static TEXT: LazyLock<Option<String>> = LazyLock::new(|| document().to_pretty_json().ok());

/// The document as JSON; `None` when it can't be written, which a test rules out.
pub(crate) fn text() -> Option<&'static str> {
    TEXT.as_deref()
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "about", operation_id = "get_document", security(()), responses(
    (status = 200, description = "OpenAPI 3.1.", content_type = "application/json", body = Object),
))]
pub(crate) async fn show() -> Response {
    let json = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, json)], text().unwrap_or_default()).into_response()
}
