// SPDX-License-Identifier: Apache-2.0
// Exchanges files with the programs age and age-keygen in both directions. Both must be installed:
// a skipped test proves nothing.
#include "base/text.h"
#include "craft.h"
#include "os/file.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"
#include "terminal.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

constexpr std::string_view two_words = "two words";

// A folder with an identity made by age-keygen, and files to exchange.
class Exchange {
  public:
    Exchange() {
        run({"age-keygen", "-o", path("key")});
        const auto text = read("key");
        const auto lines = split(trim(text), '\n');
        auto parsed = AgeIdentity::parse(bytes_of(lines.back()));
        REQUIRE(parsed);
        identity_.emplace(std::move(*parsed));
        // The line before the key names its public key.
        CHECK(lines.at(lines.size() - 2) == "# public key: " + identity_->recipient().text());
    }

    std::string path(std::string_view name) const { return (folder_.path() / name).string(); }

    std::string read(std::string_view name) const {
        return to_string(read_file(path(name)).value());
    }

    void write(std::string_view name, ByteView bytes) const {
        REQUIRE(write_file(path(name), bytes, Existing::replace));
    }

    void run(const std::vector<std::string>& arguments, int expected = 0) const {
        const auto result = run_on_terminal(arguments, std::string(two_words));
        INFO("the programs age and age-keygen must be installed");
        INFO(result.output);
        REQUIRE(result.status == expected);
    }

    const AgeIdentity& identity() const { return *identity_; }

  private:
    TemporaryFolder folder_;
    std::optional<AgeIdentity> identity_;
};

} // namespace

TEST_CASE("the age program decrypts what is encrypted here for a key") {
    const Exchange exchange;
    const auto other = AgeIdentity::generate(system_random());
    const std::vector recipients{other.recipient(), exchange.identity().recipient()};
    for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200000U}) {
        INFO(size);
        const auto text = craft::some_text(size);
        const auto file = age_encrypt(text, recipients, system_random());
        for (const auto& bytes : {file, to_bytes(bytes_of(age_armor(file)))}) {
            exchange.write("file", bytes);
            exchange.write("plain", {}); // the program makes no file for an empty text
            exchange.run({"age", "-d", "-i", exchange.path("key"), "-o", exchange.path("plain"),
                          exchange.path("file")});
            CHECK(exchange.read("plain") == text_of(text));
        }
    }
}

TEST_CASE("what the age program encrypts for a key decrypts here") {
    const Exchange exchange;
    for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200000U}) {
        INFO(size);
        const auto text = craft::some_text(size);
        exchange.write("plain", text);
        const auto to = exchange.identity().recipient().text();
        exchange.run({"age", "-r", to, "-o", exchange.path("file"), exchange.path("plain")});
        const auto file = exchange.read("file");
        const auto plain = age_decrypt(bytes_of(file), exchange.identity());
        REQUIRE(plain);
        CHECK(equal(plain->expose(), text));

        exchange.run({"age", "-a", "-r", to, "-o", exchange.path("text"), exchange.path("plain")});
        const auto unarmored = age_unarmor(exchange.read("text"));
        REQUIRE(unarmored);
        const auto from_text = age_decrypt(*unarmored, exchange.identity());
        REQUIRE(from_text);
        CHECK(equal(from_text->expose(), text));
    }
}

TEST_CASE("the age programs accept a key made here") {
    const Exchange exchange;
    const auto identity = AgeIdentity::generate(system_random());
    const auto secret = identity.text();
    exchange.write("own", secret.expose());
    exchange.run({"age-keygen", "-y", "-o", exchange.path("public"), exchange.path("own")});
    CHECK(exchange.read("public") == identity.recipient().text() + "\n");
    exchange.write("plain", bytes_of("text"));
    exchange.run({"age", "-r", identity.recipient().text(), "-o", exchange.path("file"),
                  exchange.path("plain")});
    const auto plain = age_decrypt(bytes_of(exchange.read("file")), identity);
    REQUIRE(plain);
    CHECK(text_of(plain->expose()) == "text");
}

TEST_CASE("the age program decrypts what is encrypted here under a passphrase") {
    const Exchange exchange;
    const auto file = age_encrypt_passphrase(bytes_of("text"), SecretBytes(bytes_of(two_words)), 10,
                                             system_random());
    REQUIRE(file);
    exchange.write("file", *file);
    exchange.run({"age", "-d", "-o", exchange.path("plain"), exchange.path("file")});
    CHECK(exchange.read("plain") == "text");
    const auto other = age_encrypt_passphrase(bytes_of("text"), SecretBytes(bytes_of("other")), 10,
                                              system_random());
    exchange.write("other", other.value());
    exchange.run({"age", "-d", "-o", exchange.path("none"), exchange.path("other")}, 1);
}

TEST_CASE("what the age program encrypts under a passphrase decrypts here") {
    const Exchange exchange;
    exchange.write("plain", bytes_of("text"));
    exchange.run({"age", "-p", "-o", exchange.path("file"), exchange.path("plain")});
    const auto file = exchange.read("file");
    const auto plain = age_decrypt_passphrase(bytes_of(file), SecretBytes(bytes_of(two_words)));
    REQUIRE(plain);
    CHECK(text_of(plain->expose()) == "text");
}
