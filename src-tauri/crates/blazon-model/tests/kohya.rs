//! Our buckets against those of kohya's sd-scripts. `tools/kohya/table.py` asked that program and
//! wrote `kohya.bin`; its layout is described there.

use blazon_model::{
    Bucket, LONGEST_BUCKET, SHORTEST_BUCKET, bucket_no_upscale, kohya_buckets, select_bucket,
};

static TABLE: &[u8] = include_bytes!("kohya.bin");
const RECORD: usize = 18;

fn records() -> Vec<Vec<u32>> {
    let numbers: Vec<u32> = TABLE
        .chunks_exact(2)
        .map(|bytes| u32::from(u16::from_le_bytes([bytes[0], bytes[1]])))
        .collect();
    numbers.chunks_exact(RECORD).map(<[u32]>::to_vec).collect()
}

/// A bucket and a scaled size from four numbers; four zeros stand for an error of sd-scripts.
fn answer(numbers: &[u32]) -> Option<(Bucket, Bucket)> {
    let size = |at: usize| Bucket {
        width: numbers[at],
        height: numbers[at + 1],
    };
    (numbers[0] > 0 && numbers[1] > 0).then(|| (size(0), size(2)))
}

#[test]
fn ten_thousand_sizes_get_the_buckets_that_kohya_gives_them() {
    let lists =
        [512, 1024].map(|size| (size, kohya_buckets(size, SHORTEST_BUCKET, LONGEST_BUCKET)));
    let records = records();
    assert_eq!(records.len(), 10_000);
    for record in records {
        let photo = (record[0], record[1]);
        for ((size, list), expected) in lists.iter().zip(record[2..].chunks_exact(8)) {
            assert_eq!(
                select_bucket(photo, list),
                answer(&expected[..4]),
                "{photo:?} at {size}, enlarged where need be"
            );
            assert_eq!(
                bucket_no_upscale(photo, *size),
                answer(&expected[4..]),
                "{photo:?} at {size}, never enlarged"
            );
        }
    }
}
