// SPDX-License-Identifier: Apache-2.0
#include "app/decrypt.h"

#include "tools.h"

int evote::tools::with_decrypt(const Use& use) {
    evote::tools::Tool tool("evote-decrypt",
                            "Decrypts the tally of an election, trustee by trustee");

    using evote::app::BeforeCloses;
    using evote::app::Consent;
    evote::app::DecryptShareOptions share;
    bool yes = false;
    bool early = false;
    auto one = tool.command(
        "share", "Verify every ballot and decrypt their sum", [&](evote::app::Console& console) {
            share.consent = yes ? Consent::given : Consent::ask;
            share.before_closes = early ? BeforeCloses::allow : BeforeCloses::refuse;
            return evote::app::decrypt_share(share, console);
        });
    one.option("DIR", "The election's folder", share.folder).required();
    one.option("--secret", "The trustee's secret file", share.secret).required();
    one.option("--passphrase-file",
               "A file with the passphrase of the secret file; without it, you are asked",
               share.passphrase.file);
    one.fingerprint(share.anchor);
    one.flag("--yes", "Decrypt without asking", yes);
    one.flag("--before-closes", "Decrypt although the hours of voting are not over", early);
    tool.add_threads(one);

    evote::app::DecryptCombineOptions combine;
    auto all = tool.command("combine", "Check the trustees' decryptions and write the result",
                            [&combine](evote::app::Console& console) {
                                return evote::app::decrypt_combine(combine, console);
                            });
    all.option("DIR", "The election's folder", combine.folder).required();
    all.fingerprint(combine.anchor);

    return use(tool);
}
