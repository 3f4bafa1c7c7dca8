#include "duelwords.h"

#include <QCoreApplication>

namespace klangraum {

namespace {

struct Words
{
    const char *code, *title, *help;
};

const Words words[] = {
    { "silence", QT_TRANSLATE_NOOP("Duel", "The generator makes silence: an all-black picture."),
      QT_TRANSLATE_NOOP("Duel", "Usually helps: a slower discriminator, real labels of 0.9, an activation penalty.") },
    { "one-note", QT_TRANSLATE_NOOP("Duel", "The generator makes one note only."),
      QT_TRANSLATE_NOOP("Duel",
                        "Usually helps: feature matching, noise for the discriminator, an earlier checkpoint.") },
    { "collapse", QT_TRANSLATE_NOOP("Duel", "Collapse: the generator makes nearly the same piece again and again."),
      QT_TRANSLATE_NOOP("Duel",
                        "Usually helps: minibatch discrimination, Wasserstein with a gradient penalty, a lower "
                        "learning rate.") },
    { "perfect-discriminator",
      QT_TRANSLATE_NOOP("Duel", "The discriminator is always right: the generator learns little."),
      QT_TRANSLATE_NOOP("Duel",
                        "Usually helps: more generator steps, dropout or noise in the discriminator, real "
                        "labels of 0.9.") },
    { "exploding-critic", QT_TRANSLATE_NOOP("Duel", "The critic's loss grows without bound."),
      QT_TRANSLATE_NOOP("Duel", "Usually helps: a gradient penalty instead of clipping, a lower learning rate.") },
    { "vanishing-gradient", QT_TRANSLATE_NOOP("Duel", "The generator's gradient has all but vanished."),
      QT_TRANSLATE_NOOP("Duel", "Usually helps: a Wasserstein loss, a gradient penalty, a weaker discriminator.") },
};

const Words *wordsFor(const QString &code)
{
    for (const Words &entry : words)
        if (code == QLatin1String(entry.code))
            return &entry;
    return nullptr;
}

} // namespace

QString warningTitle(const QString &code)
{
    const Words *known = wordsFor(code);
    return known ? QCoreApplication::translate("Duel", known->title) : code;
}

QString warningHelp(const QString &code)
{
    const Words *known = wordsFor(code);
    return known ? QCoreApplication::translate("Duel", known->help) : QString();
}

} // namespace klangraum
