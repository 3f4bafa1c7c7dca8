"""Reads a TensorBoard event file record by record, checks both CRCs of each, and prints its events as JSON.

Written against TensorFlow's record_writer.h, event.proto and summary.proto, not against our writer: CRC-32C bit by bit,
protocol buffers by their wire format. Usage: read_tfevents.py FILE
"""
import json
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at:at + 8], at + 8
        elif wire == 2:
            size, at = varint(data, at)
            value, at = data[at:at + size], at + size
            assert len(value) == size
        elif wire == 5:
            value, at = data[at:at + 4], at + 4
        else:
            raise ValueError("wire type %d" % wire)
        yield number, wire, value


def summary_value(data):
    value = {}
    for number, wire, content in fields(data):
        if number == 1:  # Summary.Value.tag
            value["tag"] = content.decode()
        elif number == 2:  # simple_value
            assert wire == 5
            value["value"] = repr(struct.unpack("<f", content)[0])
        elif number == 4:  # image: height, width, colorspace, encoded_image_string
            parts = {n: c for n, _, c in fields(content)}
            png = parts[4]
            assert png[:8] == b"\x89PNG\r\n\x1a\n"
            width, height = struct.unpack(">II", png[16:24])
            assert (parts[2], parts[1], parts[3]) == (width, height, 1)
            value["image"] = [width, height]
        elif number == 6:  # audio: sample_rate, num_channels, length_frames, encoded_audio_string, content_type
            parts = {n: c for n, _, c in fields(content)}
            assert parts[4][:4] == b"RIFF"
            value["audio"] = [struct.unpack("<f", parts[1])[0], parts[2], parts[3], parts[5].decode()]
        else:
            raise ValueError("field %d of a summary's value" % number)
    return value


def event(data):
    result = {"values": []}
    for number, wire, content in fields(data):
        if number == 1:
            assert wire == 1
            result["time"] = struct.unpack("<d", content)[0]
        elif number == 2:
            result["step"] = content
        elif number == 3:
            result["version"] = content.decode()
        elif number == 5:
            result["values"] += [summary_value(c) for n, _, c in fields(content) if n == 1]
        elif number == 7:
            result["session"] = {n: c for n, _, c in fields(content)}
        else:
            raise ValueError("field %d of an event" % number)
    return result


def main():
    data = open(sys.argv[1], "rb").read()
    events = []
    at = 0
    while at < len(data):
        size, = struct.unpack("<Q", data[at:at + 8])
        assert struct.unpack("<I", data[at + 8:at + 12])[0] == masked(data[at:at + 8]), "CRC of a length"
        body = data[at + 12:at + 12 + size]
        assert len(body) == size, "a record is cut off"
        assert struct.unpack("<I", data[at + 12 + size:at + 16 + size])[0] == masked(body), "CRC of a record"
        events.append(event(body))
        at += 16 + size
    print(json.dumps(events))


main()
