// NoticeModel: messages for the visitor, in the language of the screen; each stays for a while, or until its cause
// ends. Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class NoticeModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    static constexpr qint64 kStay = 6000; // ms

    enum Role {
        TextRole = Qt::UserRole + 1, // "text"
        KindRole, // "kind": "info", "warning", "error"
        CodeRole, // "code"
    };

    explicit NoticeModel(QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    // `now`: milliseconds of any steady clock. A notice of the same code replaces the one before.
    void add(const Notice &notice, qint64 now);
    void hold(const QString &code, bool on); // stays while on
    void expire(qint64 now);
    void retranslate();
    Q_INVOKABLE void dismiss(int row);

Q_SIGNALS:
    void countChanged();

private:
    struct Row
    {
        Notice notice;
        qint64 until = 0; // -1: until its cause ends
    };
    QString text(const Notice &notice) const;

    std::vector<Row> m_rows;
};

} // namespace klangraum
