#include "runtime/picturethread.h"

#include <readerwriterqueue/readerwriterqueue.h>

#include <chrono>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace klangraum {

namespace {

constexpr std::size_t kQueue = 256;
constexpr auto kLook = std::chrono::milliseconds(20); // whether more of the loop is there
constexpr int kNice = 5; // sound and network come first

} // namespace

class PictureThread::Private
{
public:
    void run();
    void work();

    moodycamel::BlockingReaderWriterQueue<std::shared_ptr<const Loop>> asked{ kQueue };
    moodycamel::ReaderWriterQueue<LoopPicture> made{ kQueue };
    std::thread thread;

    // The thread's own.
    std::shared_ptr<const Loop> loop;
    SoundPicture picture;
    SoundPicturing picturing;
};

void PictureThread::Private::work()
{
    if (loop && picturing.add(*loop, picture))
        (void)made.try_enqueue({ loop->id(), std::make_shared<const SoundPicture>(picture) });
    if (loop && picture.whole())
        loop.reset();
}

void PictureThread::Private::run()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
    for (;;) {
        std::shared_ptr<const Loop> next;
        if (!loop) {
            asked.wait_dequeue(next);
        } else if (!asked.wait_dequeue_timed(next, kLook)) {
            work();
            continue;
        }
        if (!next)
            return;
        work();
        loop = std::move(next);
        picture = {};
        work();
    }
}

PictureThread::PictureThread()
    : d(std::make_unique<Private>())
{
    d->thread = std::thread([this] { d->run(); });
}

PictureThread::~PictureThread()
{
    while (!d->asked.try_enqueue(nullptr))
        std::this_thread::yield();
    d->thread.join();
}

void PictureThread::ask(std::shared_ptr<const Loop> loop)
{
    if (loop)
        (void)d->asked.try_enqueue(std::move(loop));
}

bool PictureThread::take(LoopPicture &picture)
{
    return d->made.try_dequeue(picture);
}

} // namespace klangraum
