// SPDX-License-Identifier: Apache-2.0
// Signing in at a provider: the authorization code flow of OpenID Connect with PKCE.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "identity/id_token.h"
#include "identity/pending_logins.h"
#include "identity/provider.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace evote::identity {

/// How the service proves to the provider which client it is (OpenID Connect Core, section 9).
enum class ClientAuthentication {
    none,  ///< a public client, without a secret
    basic, ///< client_secret_basic: in a field of the request
    post,  ///< client_secret_post: in its body
};

/// Whether the provider may take the person for signed in already.
enum class Prompt {
    provider_decides,
    /// The person proves anew who it is. That it has is seen only if the token says when; with
    /// longest_session it must.
    login,
};

struct LoginSettings {
    TokenRules token;
    ClientAuthentication authentication = ClientAuthentication::none;
    SecretBytes client_secret; // printable ASCII; empty for a public client
    std::string redirect_uri;  // where the provider sends the browser back to
    std::string scope = "openid";
    Prompt prompt = Prompt::provider_decides;
    std::size_t most_pending = std::size_t{1} << 18;
};

/// What a browser needs for signing in.
struct BegunLogin {
    std::string url; ///< where to send it
    /// The value of a cookie to set: 43 characters, for 10 minutes, with Secure, HttpOnly and
    /// SameSite=Lax (the provider sends the browser back from another site).
    std::string cookie;
};

/// Signs people in at one provider by the rules of one client. If the ID token lacks the claim that
/// names the person, or that of the roles, the provider is asked at its UserInfo endpoint. Threads
/// use it at once; any of them may call back. What waits for an answer keeps it alive.
class Login : public std::enable_shared_from_this<Login> {
  public:
    /// ErrorCode::malformed, with the setting's name as the place, for an empty client or claim, a
    /// scope without "openid", a secret where there must be none or none where there must be one, a
    /// redirect that is no address. `random` must be thread-safe, and outlive it.
    static Result<std::shared_ptr<Login>> create(std::shared_ptr<Provider> provider,
                                                 LoginSettings settings, crypto::Random& random);

    using Begun = std::function<void(Result<BegunLogin>)>;
    /// Begins a login, in a language (such as "ky") if it is not empty. Errors: Provider::describe.
    void begin(std::string_view language, Begun done);

    using Ended = std::function<void(Result<Identified>)>;
    /// Ends the login with which the provider has sent the browser back: the query of the request
    /// as it came, and the value of the browser's cookie (empty without one). A login is ended at
    /// most once. ErrorCode::login_refused, malformed (the query), token_refused,
    /// provider_unreachable, provider_unfit.
    void end(std::string_view query, std::string_view cookie, Ended done);

    std::size_t pending() const { return pending_.size(); }

  private:
    struct Redirect;
    struct Ending;

    Login(std::shared_ptr<Provider> provider, LoginSettings settings, crypto::Random& random);

    std::string authorization_url(const Description& description, std::string_view state,
                                  const PendingLogin& login, std::string_view language) const;
    FetchRequest token_request(const Description& description, const Ending& ending) const;
    void exchange(const Description& description, std::shared_ptr<Ending> ending);
    void verify(const http::Response& response, const std::shared_ptr<Ending>& ending);
    void identify(TokenClaims claims, const std::shared_ptr<Ending>& ending);

    std::shared_ptr<Provider> provider_;
    LoginSettings settings_;
    SecretBytes credentials_; // what goes into each request to prove which client it is
    crypto::Random& random_;
    PendingLogins pending_;
};

} // namespace evote::identity
