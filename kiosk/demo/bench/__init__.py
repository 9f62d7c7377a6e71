"""The Qt side of the benchmarks: windows in processes of their own."""
