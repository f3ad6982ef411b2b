// SPDX-License-Identifier: Apache-2.0
#include "identity/login.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "identity/base64url.h"
#include "identity/form.h"
#include "json/json.h"

#include <algorithm>

namespace evote::identity {

namespace {

constexpr std::size_t longest_error = 64;

Failed refuse_login(Message message) {
    return fail(ErrorCode::login_refused, std::move(message));
}

Failed bad_setting(std::string_view name, Message message) {
    return fail(ErrorCode::malformed, std::move(message), verbatim(std::string(name)));
}

bool is_printable_ascii(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t c) { return c >= ' ' && c <= '~'; });
}

Outcome check_client(const LoginSettings& settings) {
    const TokenRules& rules = settings.token;
    if (rules.client_id.empty() || !is_printable_ascii(bytes_of(rules.client_id)))
        return bad_setting("client_id", msg("a text of printable ASCII is expected here"));
    if (!is_printable_ascii(settings.client_secret.expose()))
        return bad_setting("client_secret", msg("a text of printable ASCII is expected here"));
    const bool needs_secret = settings.authentication != ClientAuthentication::none;
    if (needs_secret && settings.client_secret.size() == 0)
        return bad_setting("client_secret", msg("this client needs a secret"));
    if (!needs_secret && settings.client_secret.size() > 0)
        return bad_setting("client_secret", msg("a public client has no secret"));
    return {};
}

Outcome check_settings(const LoginSettings& settings, PlainHttp plain_http) {
    EVOTE_TRY_VOID(check_client(settings));
    if (settings.token.person_claim.empty())
        return bad_setting("person_claim", msg("this text is empty"));
    if (!settings.token.role.empty() && settings.token.role_claim.empty())
        return bad_setting("role_claim", msg("this text is empty"));
    const auto scopes = split(settings.scope, ' ');
    if (std::ranges::find(scopes, "openid") == scopes.end() ||
        !is_printable_ascii(bytes_of(settings.scope)))
        return bad_setting("scope", msg("the scope must have the word openid"));
    auto address = check_url(settings.redirect_uri, plain_http);
    if (!address)
        return fail(std::move(address).take_error().at(verbatim("redirect_uri")));
    return {};
}

// A text that is wiped.
struct WipedText {
    WipedText() = default;
    WipedText(const WipedText&) = delete;
    WipedText& operator=(const WipedText&) = delete;

    ~WipedText() { wipe(text.data(), text.capacity()); }

    std::string text;
};

// What each request for tokens has to prove which client asks (RFC 6749, section 2.3.1): the value
// of a field, or a part of the body. Made once, so that its time says nothing.
SecretBytes credentials_of(const LoginSettings& settings) {
    if (settings.authentication == ClientAuthentication::none)
        return {};
    const WipedStack wiped;
    WipedText secret;
    secret.text = percent_encoded(text_of(settings.client_secret.expose()));
    if (settings.authentication == ClientAuthentication::post)
        return SecretBytes(bytes_of(secret.text));
    const std::string client = percent_encoded(settings.token.client_id) + ":";
    WipedText both;
    both.text.reserve(client.size() + secret.text.size());
    both.text.append(client).append(secret.text);
    WipedText encoded;
    encoded.text = base64_encode(bytes_of(both.text));
    SecretBytes out;
    out.append(bytes_of("Basic "));
    out.append(bytes_of(encoded.text));
    return out;
}

ByteArray<32> draw(crypto::Random& random) {
    ByteArray<32> out{};
    random.fill(out);
    return out;
}

Failed refused_by_provider(const std::string& error) {
    return refuse_login(msg("the identity provider has ended the login: {0}",
                            printable(std::string_view(error).substr(0, longest_error))));
}

Failed unexpected_status(const http::Response& response, const std::string& url) {
    return fail(Error{ErrorCode::provider_unreachable,
                      msg("the identity provider answers with status {0}", response.status),
                      url,
                      {}});
}

// An answer to the request for tokens that is not one with tokens (RFC 6749, section 5.2).
Failed refused_tokens(const http::Response& response, const std::string& url) {
    std::string error;
    if (response.status == 400 || response.status == 401)
        if (const auto document = json::JsonDocument::parse(bytes_of(response.body)))
            error = document->root().member("error").string();
    if (error == "invalid_grant")
        return refuse_login(msg("the identity provider does not accept this login any more: it is "
                                "too old, or was used before"));
    if (!error.empty())
        return fail(Error{ErrorCode::provider_unfit,
                          msg("the identity provider refuses this service: {0}",
                              printable(std::string_view(error).substr(0, longest_error))),
                          url,
                          {}});
    return unexpected_status(response, url);
}

// What the provider hands out for the code.
struct Tokens {
    std::string id;
    std::string access; // for the UserInfo endpoint; empty if it is of no use there
};

// The type of a token, in any case (RFC 6749, section 5.1).
bool is_bearer(std::string_view type) {
    return std::ranges::equal(type, std::string_view("bearer"),
                              [](char a, char b) { return (a | 0x20) == b; });
}

// What can be put into a field of a request (RFC 6750, section 2.1).
bool is_bearer_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

Result<Tokens> tokens_of(const http::Response& response, const std::string& url) {
    if (response.status != 200)
        return refused_tokens(response, url);
    const auto unfit = [&url](Error error) {
        error.code = ErrorCode::provider_unfit;
        return fail(std::move(error).in_file(url));
    };
    const auto document = json::JsonDocument::parse(bytes_of(response.body));
    if (!document)
        return unfit(document.error());
    Tokens out{document->root().member("id_token").string(), {}};
    const auto access = document->root().optional_member("access_token");
    const auto type = document->root().optional_member("token_type");
    if (access && type && is_bearer(type->string()))
        out.access = access->string();
    if (const auto read = document->finish(); !read)
        return unfit(read.error());
    if (!is_bearer_token(out.access))
        out.access.clear();
    return out;
}

} // namespace

// What the browser brings back from the provider.
struct Login::Redirect {
    static Result<Redirect> parse(std::string_view query) {
        EVOTE_TRY(const Parameters parameters, parse_form(query));
        const auto value = [&parameters](std::string_view name) {
            const std::string* found = parameter(parameters, name);
            return found == nullptr ? std::string() : *found;
        };
        return Redirect{value("state"), value("code"), value("error"), value("iss")};
    }

    // By which provider it was sent (RFC 9207), and that it brings a code.
    Outcome check(const Description& description, const std::string& provider) const {
        if (issuer.empty() ? description.redirects_name_issuer : issuer != provider)
            return refuse_login(msg("this login was answered by another identity provider"));
        if (!error.empty())
            return refused_by_provider(error);
        if (code.empty())
            return refuse_login(msg("the identity provider has sent no code"));
        return {};
    }

    std::string state;
    std::string code;
    std::string error;
    std::string issuer;
};

struct Login::Ending {
    PendingLogin login;
    Redirect redirect;
    std::string token_url;
    std::string userinfo_url; // empty if the provider has none
    std::string access_token; // empty if the provider gave none for it
    Ended done;
};

Login::Login(std::shared_ptr<Provider> provider, LoginSettings settings, crypto::Random& random)
    : provider_(std::move(provider)),
      settings_(std::move(settings)),
      credentials_(credentials_of(settings_)),
      random_(random),
      pending_(settings_.most_pending) {
    settings_.client_secret = SecretBytes();
}

Result<std::shared_ptr<Login>> Login::create(std::shared_ptr<Provider> provider,
                                             LoginSettings settings, crypto::Random& random) {
    EVOTE_TRY_VOID(check_settings(settings, provider->plain_http()));
    return std::shared_ptr<Login>(new Login(std::move(provider), std::move(settings), random));
}

void Login::begin(std::string_view language, Begun done) {
    provider_->describe([self = shared_from_this(), language = std::string(language),
                         done = std::move(done)](const auto& description) {
        if (!description)
            return done(fail(description.error()));
        PendingLogin login;
        login.verifier = draw(self->random_);
        login.nonce = draw(self->random_);
        login.begun = self->provider_->now();
        const std::string state = base64url_encode(draw(self->random_));
        std::string cookie = base64url_encode(draw(self->random_));
        login.cookie_hash = crypto::sha256(bytes_of(cookie));
        std::string url = self->authorization_url(**description, state, login, language);
        self->pending_.add(state, login);
        done(BegunLogin{std::move(url), std::move(cookie)});
    });
}

std::string Login::authorization_url(const Description& description, std::string_view state,
                                     const PendingLogin& login, std::string_view language) const {
    const std::string verifier = base64url_encode(login.verifier);
    Parameters parameters{{"response_type", "code"},
                          {"client_id", settings_.token.client_id},
                          {"redirect_uri", settings_.redirect_uri},
                          {"scope", settings_.scope},
                          {"state", std::string(state)},
                          {"nonce", base64url_encode(login.nonce)},
                          {"code_challenge", base64url_encode(crypto::sha256(bytes_of(verifier)))},
                          {"code_challenge_method", "S256"}};
    if (settings_.prompt == Prompt::login)
        parameters.emplace_back("prompt", "login");
    if (settings_.token.longest_session)
        parameters.emplace_back("max_age", std::to_string(*settings_.token.longest_session));
    if (!language.empty())
        parameters.emplace_back("ui_locales", language);
    const std::string& endpoint = description.authorization_endpoint;
    const bool has_query = endpoint.find('?') != std::string::npos;
    return endpoint + (has_query ? "&" : "?") + form_text(parameters);
}

void Login::end(std::string_view query, std::string_view cookie, Ended done) {
    auto redirect = Redirect::parse(query);
    if (!redirect)
        return done(fail(std::move(redirect).take_error()));
    auto login = pending_.take(redirect->state, cookie, provider_->now());
    if (!login)
        return done(fail(std::move(login).take_error()));
    auto ending = std::make_shared<Ending>(
        Ending{*std::move(login), *std::move(redirect), {}, {}, {}, std::move(done)});
    provider_->describe([self = shared_from_this(), ending](const auto& description) {
        if (!description)
            return ending->done(fail(description.error()));
        auto checked = ending->redirect.check(**description, self->provider_->issuer());
        if (!checked)
            return ending->done(fail(std::move(checked).take_error()));
        self->exchange(**description, ending);
    });
}

FetchRequest Login::token_request(const Description& description, const Ending& ending) const {
    Parameters parameters{{"grant_type", "authorization_code"},
                          {"code", ending.redirect.code},
                          {"redirect_uri", settings_.redirect_uri},
                          {"code_verifier", base64url_encode(ending.login.verifier)}};
    if (settings_.authentication != ClientAuthentication::basic)
        parameters.emplace_back("client_id", settings_.token.client_id);
    const std::string form = form_text(parameters);
    static constexpr std::string_view secret_name = "&client_secret=";
    const auto credentials = text_of(credentials_.expose());
    FetchRequest request("POST", description.token_endpoint);
    // Room for all, so that no copy of the secret is left behind.
    request.fields.reserve(3);
    request.body.reserve(form.size() + secret_name.size() + credentials.size());
    request.body = form;
    request.fields.push_back({"Accept", "application/json"});
    request.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    if (settings_.authentication == ClientAuthentication::basic)
        request.fields.push_back({"Authorization", std::string(credentials)});
    else if (settings_.authentication == ClientAuthentication::post)
        request.body.append(secret_name).append(credentials);
    return request;
}

void Login::exchange(const Description& description, std::shared_ptr<Ending> ending) {
    ending->token_url = description.token_endpoint;
    ending->userinfo_url = description.userinfo_endpoint.value_or("");
    provider_->send(token_request(description, *ending),
                    [self = shared_from_this(), ending](Result<http::Response> response) {
                        if (!response)
                            return ending->done(fail(std::move(response).take_error()));
                        self->verify(*response, ending);
                    });
}

void Login::verify(const http::Response& response, const std::shared_ptr<Ending>& ending) {
    auto tokens = tokens_of(response, ending->token_url);
    if (!tokens)
        return ending->done(fail(std::move(tokens).take_error()));
    ending->access_token = std::move(tokens->access);
    auto token = SignedToken::parse(tokens->id);
    if (!token)
        return ending->done(fail(std::move(token).take_error()));
    provider_->verify(
        *std::move(token), [self = shared_from_this(), ending](Result<VerifiedPayload> payload) {
            if (!payload)
                return ending->done(fail(std::move(payload).take_error()));
            TokenOccasion occasion{self->provider_->issuer(), base64url_encode(ending->login.nonce),
                                   self->provider_->now(), std::nullopt};
            if (self->settings_.prompt == Prompt::login)
                occasion.not_before = ending->login.begun;
            auto claims = check_token(*payload, self->settings_.token, occasion);
            if (!claims)
                return ending->done(fail(std::move(claims).take_error()));
            self->identify(*std::move(claims), ending);
        });
}

void Login::identify(TokenClaims claims, const std::shared_ptr<Ending>& ending) {
    const TokenRules& rules = settings_.token;
    const bool can_ask = !ending->userinfo_url.empty() && !ending->access_token.empty();
    if (claims.has_all(rules) || !can_ask)
        return ending->done(identity::identify(std::move(claims), rules));
    FetchRequest request(
        "GET", ending->userinfo_url,
        {{"Accept", "application/json"}, {"Authorization", "Bearer " + ending->access_token}});
    provider_->send(std::move(request), [self = shared_from_this(), claims = std::move(claims),
                                         ending](Result<http::Response> response) mutable {
        if (!response)
            return ending->done(fail(std::move(response).take_error()));
        if (response->status != 200)
            return ending->done(unexpected_status(*response, ending->userinfo_url));
        const TokenRules& of = self->settings_.token;
        if (auto added = add_user_info(claims, bytes_of(response->body), of); !added)
            return ending->done(fail(std::move(added).take_error()));
        ending->done(identity::identify(std::move(claims), of));
    });
}

} // namespace evote::identity
