// SPDX-License-Identifier: Apache-2.0
#include "service/refusal_text.h"

namespace evote::service {

Message text_for_voter(Refusal refusal) {
    switch (refusal) {
    case Refusal::unknown_person:
        return msg("You were identified, but you are not on the list of voters. If that is a "
                   "mistake, call.");
    case Refusal::revoked:
        return msg("You can no longer vote online in this election. If you do not know why, call.");
    case Refusal::on_hold:
        return msg("Your code is not shown until a question about it is settled. Please call.");
    case Refusal::other_person:
        return msg("This code was shown to somebody else before. Call at once, or go to a clerk "
                   "with your document.");
    case Refusal::too_often:
        return msg("Your code was shown too often today. Try again tomorrow, or call.");
    case Refusal::shown_before:
        return msg("Your code was shown before. It is shown again only with a ticket from a "
                   "clerk who sees you and your document.");
    case Refusal::bad_ticket:
        return msg("This ticket is mistyped, was used before or is too old. Ask the clerk for a "
                   "new one.");
    default:
        return msg("This does not work right now. Try again in a few minutes, or call.");
    }
}

Message text_for_clerk(Refusal refusal) {
    switch (refusal) {
    case Refusal::no_such_voter:
        return msg("No voter has this number.");
    case Refusal::revoked:
        return msg("This voter may no longer vote online.");
    case Refusal::on_hold:
        return msg("This voter is on hold: end the hold first.");
    case Refusal::too_often:
        return msg("You have made as many tickets as are allowed in a day.");
    case Refusal::bad_reason:
        return msg("A reason is one line of plain text, and does not begin like a formula.");
    case Refusal::undecided:
        return msg("A change for this voter is waiting for a decision already.");
    case Refusal::nothing_to_do:
        return msg("This was done already.");
    default:
        return msg("This does not work right now. Try again in a few minutes, or call.");
    }
}

unsigned status_of(Refusal refusal) {
    switch (refusal) {
    case Refusal::too_often:
        return 429;
    case Refusal::failed:
        return 503;
    case Refusal::no_such_voter:
    case Refusal::unknown_person:
    case Refusal::bad_ticket:
        return 404;
    case Refusal::bad_reason:
        return 400;
    default:
        return 409;
    }
}

} // namespace evote::service
