(module
  (memory (export "memory") 1)
  ;; Dot products of one row of 16-bit integers with each of `count` rows of 8-bit ones behind each other; `width` is a multiple of 8.
  ;; Four rows at a time, for which each piece of the first is read once: up to three behind the last are read too, and their
  ;; products written.
  (func (export "dots") (param $asked i32) (param $rows i32) (param $count i32) (param $width i32) (param $out i32)
    (local $k i32) (local $at i32) (local $q v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (block $done
      (loop $each
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $c (v128.const i32x4 0 0 0 0))
        (local.set $d (v128.const i32x4 0 0 0 0))
        (local.set $k (i32.const 0))
        (loop $inner
          (local.set $q (v128.load (i32.add (local.get $asked) (i32.shl (local.get $k) (i32.const 1)))))
          (local.set $at (i32.add (local.get $rows) (local.get $k)))
          (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (local.get $width)))
          (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (local.get $width)))
          (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (local.get $width)))
          (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (local.get $q) (v128.load8x8_s (local.get $at)))))
          (br_if $inner (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 8))) (local.get $width))))
        (i32.store offset=0 (local.get $out) (i32.add (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
          (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
        (i32.store offset=4 (local.get $out) (i32.add (i32.add (i32x4.extract_lane 0 (local.get $b)) (i32x4.extract_lane 1 (local.get $b)))
          (i32.add (i32x4.extract_lane 2 (local.get $b)) (i32x4.extract_lane 3 (local.get $b)))))
        (i32.store offset=8 (local.get $out) (i32.add (i32.add (i32x4.extract_lane 0 (local.get $c)) (i32x4.extract_lane 1 (local.get $c)))
          (i32.add (i32x4.extract_lane 2 (local.get $c)) (i32x4.extract_lane 3 (local.get $c)))))
        (i32.store offset=12 (local.get $out) (i32.add (i32.add (i32x4.extract_lane 0 (local.get $d)) (i32x4.extract_lane 1 (local.get $d)))
          (i32.add (i32x4.extract_lane 2 (local.get $d)) (i32x4.extract_lane 3 (local.get $d)))))
        (local.set $rows (i32.add (local.get $rows) (i32.shl (local.get $width) (i32.const 2))))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $each)))))
