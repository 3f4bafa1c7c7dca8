// Tensors and modules to and from files: every wrong set of weights is refused whole, with names.
#include <torch/torch.h>

#include "generators/safetensors.h"
#include "music/atomicfile.h"

#include <QtTest>

using namespace klangraum;

namespace {

struct Net : torch::nn::Module
{
    Net()
        : linear(register_module("linear", torch::nn::Linear(3, 2)))
        , norm(register_module("norm", torch::nn::BatchNorm1d(2)))
    {
    }
    torch::nn::Linear linear;
    torch::nn::BatchNorm1d norm;
};

std::string refusal(torch::nn::Module &module, const std::map<std::string, torch::Tensor> &tensors)
{
    try {
        loadInto(module, tensors, "weights.safetensors");
        return "";
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

class SafetensorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyType();
    void half();
    void moduleRoundTrip();
    void wrongWeights();
    void truncated();
};

void SafetensorsTest::everyType()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("t.safetensors").toStdString();
    torch::manual_seed(1);
    TensorFile content;
    content.metadata["key"] = "a \"value\"\n";
    for (const auto type : { torch::kFloat32, torch::kFloat16, torch::kBFloat16, torch::kInt64, torch::kInt32,
                             torch::kUInt8, torch::kBool })
        content.tensors["t" + std::to_string(static_cast<int>(type))] = torch::randint(0, 2, { 3, 5 }).to(type);
    content.tensors["scalar"] = torch::tensor(2.5F);
    content.tensors["turned"] = torch::arange(6, torch::kFloat32).view({ 2, 3 }).t();
    content.tensors["empty"] = torch::empty({ 0, 4 });
    writeSafetensors(path, content);
    const TensorFile read = readSafetensors(path);
    QCOMPARE(read.metadata, content.metadata);
    QCOMPARE(read.tensors.size(), content.tensors.size());
    for (const auto &[name, tensor] : content.tensors) {
        QCOMPARE(read.tensors.at(name).scalar_type(), tensor.scalar_type());
        QVERIFY2(torch::equal(read.tensors.at(name), tensor), name.c_str());
    }
    content.tensors["double"] = torch::ones({ 1 }, torch::kFloat64);
    QVERIFY_EXCEPTION_THROWN(writeSafetensors(path, content), Error);
    QCOMPARE(readSafetensors(path).tensors.size(), read.tensors.size()); // the old file is whole
}

void SafetensorsTest::half()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("h.safetensors").toStdString();
    Net net;
    writeSafetensors(path, { namedTensors(net), {} }, Storage::Half);
    QCOMPARE(readSafetensors(path).tensors.at("linear.weight").scalar_type(), torch::kFloat16);
    QCOMPARE(readSafetensors(path).tensors.at("norm.num_batches_tracked").scalar_type(), torch::kInt64);
    Net other;
    loadInto(other, path);
    QCOMPARE(other.linear->weight.scalar_type(), torch::kFloat32);
    QVERIFY(torch::allclose(other.linear->weight, net.linear->weight, 1e-3, 1e-3));
}

void SafetensorsTest::moduleRoundTrip()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("m.safetensors").toStdString();
    Net net;
    net.norm->forward(torch::randn({ 4, 2 }));
    writeSafetensors(path, { namedTensors(net), {} });
    Net other;
    loadInto(other, path);
    for (const auto &[name, tensor] : namedTensors(net))
        QVERIFY2(torch::equal(tensor, namedTensors(other).at(name)), name.c_str());
    QVERIFY(torch::equal(net.norm->running_mean, other.norm->running_mean));
    QCOMPARE(parameterCount(net), std::uint64_t(3 * 2 + 2 + 2 + 2));
}

void SafetensorsTest::wrongWeights()
{
    Net net;
    const torch::Tensor before = net.linear->weight.detach().clone();
    std::map<std::string, torch::Tensor> good;
    for (const auto &[name, tensor] : namedTensors(net))
        good[name] = tensor.detach().clone().fill_(1);

    auto missing = good;
    missing.erase("linear.bias");
    QVERIFY(refusal(net, missing).find("missing: linear.bias") != std::string::npos);
    auto extra = good;
    extra["linear.more"] = torch::ones({ 1 });
    QVERIFY(refusal(net, extra).find("unknown: linear.more") != std::string::npos);
    auto turned = good;
    turned["linear.weight"] = torch::ones({ 3, 2 });
    const std::string shape = refusal(net, turned);
    QVERIFY(shape.find("linear.weight") != std::string::npos && shape.find("[2, 3]") != std::string::npos &&
            shape.find("[3, 2]") != std::string::npos);
    auto whole = good;
    whole["linear.weight"] = torch::ones({ 2, 3 }, torch::kInt64);
    QVERIFY(refusal(net, whole).find("type") != std::string::npos);
    QVERIFY(torch::equal(net.linear->weight, before)); // untouched by all of them

    QCOMPARE(refusal(net, good), std::string());
    QVERIFY(torch::equal(net.linear->weight, torch::ones({ 2, 3 })));
}

void SafetensorsTest::truncated()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("m.safetensors").toStdString();
    Net net;
    writeSafetensors(path, { namedTensors(net), {} });
    const std::string bytes = readText(path);
    for (const std::size_t length : { std::size_t(0), std::size_t(7), bytes.size() / 2, bytes.size() - 1 }) {
        writeFileAtomically(path, bytes.substr(0, length));
        QVERIFY_EXCEPTION_THROWN(loadInto(net, path), Error);
    }
    QVERIFY_EXCEPTION_THROWN(loadInto(net, std::filesystem::path(folder.path().toStdString())), Error);
    QVERIFY_EXCEPTION_THROWN(loadInto(net, path.string() + ".none"), Error);
}

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "tst_safetensors.moc"
