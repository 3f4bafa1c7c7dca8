#include "generators/latent/vectorquantiser.h"

namespace klangraum::latent {
namespace {

// Index of the nearest row of `book` [codes, d] for each row of x [n, d].
torch::Tensor nearest(const torch::Tensor &x, const torch::Tensor &book)
{
    return (book.square().sum(1) - 2 * x.matmul(book.t())).argmin(1);
}

} // namespace

VectorQuantiser::VectorQuantiser(const LatentOptions &options)
    : m_decay(options.codeDecay)
    , m_reset(options.codeReset)
{
    const std::int64_t d = options.partDimensions();
    m_book = register_buffer("book", torch::randn({ options.levels, options.codes, d }));
    m_count = register_buffer("count", torch::zeros({ options.levels, options.codes }));
    m_sum = register_buffer("sum", torch::zeros({ options.levels, options.codes, d }));
    m_idle = register_buffer("idle", torch::zeros({ options.levels, options.codes }));
}

Quantised VectorQuantiser::quantise(const torch::Tensor &x, bool learn)
{
    const torch::NoGradGuard noGrad;
    if (learn) {
        m_seen.clear();
        m_chosen.clear();
    }
    torch::Tensor left = x.detach();
    std::vector<torch::Tensor> codes, sums;
    for (std::int64_t level = 0; level < levels(); ++level) {
        const torch::Tensor book = m_book[level];
        if (learn && m_count[level].sum().item<float>() == 0) { // begins on points of the data
            book.copy_(left.index_select(
                0, (torch::arange(this->codes(), torch::kInt64) * 7919 % left.size(0)).to(left.device())));
        }
        const torch::Tensor chosen = nearest(left, book);
        if (learn) {
            m_seen.push_back(left);
            m_chosen.push_back(chosen);
        }
        codes.push_back(chosen);
        left = left - book.index_select(0, chosen);
        sums.push_back(x.detach() - left);
    }
    return { torch::stack(sums), torch::stack(codes, 1) };
}

torch::Tensor VectorQuantiser::vectors(const torch::Tensor &codes) const
{
    torch::Tensor sum = torch::zeros({ codes.size(0), m_book.size(2) }, m_book.options());
    for (std::int64_t level = 0; level < codes.size(1); ++level)
        sum += m_book[level].index_select(0, codes.select(1, level));
    return sum;
}

void VectorQuantiser::move(at::Generator random)
{
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_seen.size(); ++i) {
        const auto level = static_cast<std::int64_t>(i);
        torch::Tensor count = m_count[level];
        torch::Tensor sum = m_sum[level];
        torch::Tensor book = m_book[level];
        torch::Tensor idle = m_idle[level];
        const bool first = count.sum().item<float>() == 0;
        const torch::Tensor hits =
            torch::zeros_like(count).index_add_(0, m_chosen[i], torch::ones({ m_chosen[i].size(0) }, count.options()));
        const torch::Tensor total = torch::zeros_like(sum).index_add_(0, m_chosen[i], m_seen[i]);
        const double keep = first ? 0 : m_decay;
        count.mul_(keep).add_(hits, 1 - keep);
        sum.mul_(keep).add_(total, 1 - keep);
        book.copy_(torch::where((count > 1e-3).unsqueeze(1), sum / count.clamp_min(1e-3).unsqueeze(1), book));
        idle.copy_(torch::where(hits > 0, torch::zeros_like(idle), idle + 1));
        if (m_reset == 0)
            continue;
        const torch::Tensor dead = (idle >= static_cast<double>(m_reset)).nonzero().squeeze(1);
        if (dead.size(0) == 0)
            continue;
        const torch::Tensor rows =
            torch::randint(0, m_seen[i].size(0), { dead.size(0) }, random, torch::kInt64).to(book.device());
        const torch::Tensor fresh = m_seen[i].index_select(0, rows);
        book.index_copy_(0, dead, fresh);
        sum.index_copy_(0, dead, fresh);
        count.index_fill_(0, dead, 1);
        idle.index_fill_(0, dead, 0);
    }
    m_seen.clear();
    m_chosen.clear();
}

} // namespace klangraum::latent
