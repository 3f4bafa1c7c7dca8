# Tests of the piano roll and the sound map, included by tests/ui/CMakeLists.txt. No display and no LibTorch needed.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Qml Quick Test)
klangraum_test(tst_rolltile tst_rolltile.cpp LINKS klangraum_ui klangraum_runtime LABELS gui)
klangraum_test(tst_rollnotes tst_rollnotes.cpp LINKS klangraum_ui klangraum_runtime LABELS gui)
klangraum_test(tst_mapimage tst_mapimage.cpp LINKS klangraum_ui klangraum_runtime LABELS gui)
klangraum_test(tst_mappad tst_mappad.cpp LINKS klangraum_ui klangraum_uiplugin klangraum_runtime LABELS gui)
klangraum_test(tst_rollbench tst_rollbench.cpp LINKS klangraum_ui klangraum_uiplugin klangraum_runtime LABELS gui)
