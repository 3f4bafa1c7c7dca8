# Thinking aloud: what ui/CMakeLists.txt adds to the QML module.
set(KLANGRAUM_THINKING_SOURCES
  thinking/attentionarcs.cpp thinking/attentionarcs.h
  thinking/nextnotes.cpp thinking/nextnotes.h
  thinking/surprises.cpp thinking/surprises.h
  thinking/thinking.cpp thinking/thinking.h)
