// SIGINT and SIGTERM as a flag, for the time of a training. The second one of either kind ends the program as usual.
#pragma once

namespace klangraum {

class StopSignals
{
public:
    explicit StopSignals(bool active);
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

    static bool arrived() noexcept;

private:
    bool m_active;
};

} // namespace klangraum
