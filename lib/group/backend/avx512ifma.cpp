// SPDX-License-Identifier: Apache-2.0
#include "group/backend/avx512ifma.h"

namespace evote::group::backend {

constinit const Kernels avx512ifma_kernels = {
    .name = "avx512ifma",
    .decode_vartime = ifma::decode_vartime,
    .encode = ifma::encode,
    .encode_doubles = ifma::encode_doubles,
    .msm_vartime = ifma::msm_vartime,
    .msm_weights_vartime = ifma::msm_weights_vartime,
    .fixed_base_table_size = ifma::fixed_base_table_size,
    .fixed_base_table = ifma::fixed_base_table,
    .fixed_base_add = ifma::fixed_base_add,
    .variable_base = ifma::variable_base,
};

} // namespace evote::group::backend
