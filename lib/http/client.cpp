// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include "evote/check.h"
#include "http/fetch.h"
#include "http/signals_blocked.h"
#include "http/tls.h"
#include "os/workers.h"

#include <boost/asio/post.hpp>

#include <future>
#include <thread>
#include <utility>

namespace evote::http {

class Client::Impl {
  public:
    Impl(ClientOptions options, std::shared_ptr<asio::ssl::context> tls)
        : loop_(std::move(options), std::move(tls)) {}

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    ~Impl() {
        if (!thread_.joinable())
            return;
        asio::post(loop_.context, [this] { loop_.end(); });
        thread_.join();
    }

    Outcome start() {
        const SignalsBlocked blocked;
        EVOTE_TRY(thread_, os::new_thread([this] { loop_.context.run(); }));
        return {};
    }

    void fetch(ClientRequest request, Callback done) {
        asio::post(loop_.context,
                   [fetch = std::make_shared<Fetch>(loop_, std::move(request), std::move(done))] {
                       fetch->start();
                   });
    }

    void must_be_another_thread() const {
        EVOTE_CHECK(std::this_thread::get_id() != thread_.get_id());
    }

  private:
    ClientLoop loop_;
    std::thread thread_;
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::create(ClientOptions options) {
    EVOTE_TRY(auto tls, client_tls(options.authorities));
    auto impl = std::make_unique<Impl>(std::move(options), std::move(tls));
    EVOTE_TRY_VOID(impl->start());
    return Client(std::move(impl));
}

void Client::fetch(ClientRequest request, Callback done) {
    impl_->fetch(std::move(request), std::move(done));
}

Result<Response> Client::fetch_now(ClientRequest request) {
    impl_->must_be_another_thread();
    const auto answered = std::make_shared<std::promise<Result<Response>>>();
    auto answer = answered->get_future();
    impl_->fetch(std::move(request),
                 [answered](Result<Response> result) { answered->set_value(std::move(result)); });
    return answer.get();
}

} // namespace evote::http
