#include "training/detached.h"

#include "music/atomicfile.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace klangraum {
namespace {

struct Pipe
{
    Pipe()
    {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            fail();
    }
    // As sockets: writing where nobody reads is an error there, not a signal.
    explicit Pipe(int type)
    {
        if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0)
            fail();
    }
    [[noreturn]] static void fail()
    {
        throw Error(std::string("cannot make a pipe to start a process: ") + std::strerror(errno));
    }
    ~Pipe()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Pipe(const Pipe &) = delete;
    Pipe &operator=(const Pipe &) = delete;
    void closeEnd(std::size_t end)
    {
        if (ends[end] >= 0)
            ::close(ends[end]);
        ends[end] = -1;
    }
    std::array<int, 2> ends{ -1, -1 };
};

bool readAll(int file, void *data, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = ::read(file, static_cast<char *>(data) + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

// In the child of a program with threads: only calls that POSIX allows there.
[[noreturn]] void become(char *const *arguments, int log, int nice, int go, int problem)
{
    char word = 0;
    if (!readAll(go, &word, 1))
        ::_exit(0); // the parent has thought better of it, or is gone
    const int empty = ::open("/dev/null", O_RDONLY);
    ::dup2(empty, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC); // no sound card or display of the caller's lives on in the trainer
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int before = ::getpriority(PRIO_PROCESS, 0);
    ::setpriority(PRIO_PROCESS, 0, before + nice);
    ::execv(arguments[0], arguments);
    const int error = errno;
    [[maybe_unused]] const ssize_t written = ::write(problem, &error, sizeof error);
    ::_exit(127);
}

} // namespace

std::int64_t startDetached(const std::vector<std::string> &command, const std::filesystem::path &log, int nice,
                           const std::function<void(std::int64_t)> &announce)
{
    std::vector<char *> arguments;
    for (const std::string &part : command)
        arguments.push_back(const_cast<char *>(part.c_str()));
    arguments.push_back(nullptr);
    const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0)
        throwFileError(log, "open", errno);
    Pipe ids, problem;
    Pipe go(SOCK_STREAM);
    const pid_t middle = ::fork();
    if (middle == 0) {
        ::setsid();
        ::close(go.ends[1]);
        const pid_t last = ::fork(); // its parent ends at once: no zombie, no terminal
        if (last == 0)
            become(arguments.data(), file, nice, go.ends[0], problem.ends[1]);
        const std::int64_t id = last;
        [[maybe_unused]] const ssize_t written = ::write(ids.ends[1], &id, sizeof id);
        ::_exit(0);
    }
    const int failed = errno;
    ::close(file);
    if (middle < 0)
        throw Error("cannot start " + command.front() + ": " + std::strerror(failed));
    ids.closeEnd(1);
    go.closeEnd(0);
    problem.closeEnd(1);
    std::int64_t id = -1;
    const bool known = readAll(ids.ends[0], &id, sizeof id) && id > 0;
    while (::waitpid(middle, nullptr, 0) < 0 && errno == EINTR) { }
    if (!known)
        throw Error("cannot start " + command.front() + ": no process could be made");
    if (announce)
        announce(id);
    if (::send(go.ends[1], "!", 1, MSG_NOSIGNAL) != 1)
        throw Error("cannot start " + command.front() + ": the new process is gone");
    int error = 0;
    if (readAll(problem.ends[0], &error, sizeof error))
        throw Error("cannot start " + command.front() + ": " + std::strerror(error));
    return id;
}

std::uint64_t processStart(std::int64_t process)
{
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::size_t at = text.rfind(')'); // the name may hold anything
    if (at == std::string::npos || at + 2 >= text.size() || text[at + 2] == 'Z')
        return 0;
    constexpr int fieldsBefore = 20; // of the 22nd, counted from the name's end
    for (int i = 0; i < fieldsBefore && at != std::string::npos; ++i)
        at = text.find(' ', at + 1);
    std::uint64_t start = 0;
    if (at != std::string::npos)
        std::from_chars(text.data() + at + 1, text.data() + text.size(), start);
    return start;
}

} // namespace klangraum
