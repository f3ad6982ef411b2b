// SPDX-License-Identifier: Apache-2.0
#include "group/backend/portable.h"

namespace evote::group::backend {

constinit const Kernels portable_kernels{
    "portable",
    portable::decode_vartime,
    portable::encode,
    portable::encode_doubles,
    portable::msm_vartime,
    portable::msm_weights_vartime,
    portable::fixed_base_table_size,
    portable::fixed_base_table,
    portable::fixed_base_add,
    portable::variable_base,
};

} // namespace evote::group::backend
