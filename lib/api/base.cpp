// SPDX-License-Identifier: Apache-2.0
// Every public header of this component compiles by itself.
#include "evote/bytes.h"
#include "evote/check.h"
#include "evote/error_code.h"
#include "evote/message.h"
#include "evote/owned.h"
#include "evote/result.h"
#include "evote/version.h"
