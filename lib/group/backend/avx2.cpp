// SPDX-License-Identifier: Apache-2.0
#include "group/backend/avx2.h"

#include "group/backend/portable.h"

namespace evote::group::backend {

constinit const Kernels avx2_kernels = {
    .name = "avx2",
    .decode_vartime = avx2::decode_vartime,
    .encode = avx2::encode,
    .encode_doubles = portable::encode_doubles,
    .msm_vartime = portable::msm_vartime,
    .msm_weights_vartime = portable::msm_weights_vartime,
    .fixed_base_table_size = portable::fixed_base_table_size,
    .fixed_base_table = portable::fixed_base_table,
    .fixed_base_add = portable::fixed_base_add,
    .variable_base = portable::variable_base,
};

} // namespace evote::group::backend
