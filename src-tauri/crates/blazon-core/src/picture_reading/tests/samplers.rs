//! Names of samplers in other programs.

use super::super::known_sampler;
use blazon_model::Sampler;
use rstest::rstest;

#[rstest]
#[case("DPM++ 2M", Sampler::DpmPlusPlus2M)]
#[case("DPM++ 2M Karras", Sampler::DpmPlusPlus2M)]
#[case("DPM++ 2M SGM Uniform", Sampler::DpmPlusPlus2M)]
#[case("dpmpp_2m", Sampler::DpmPlusPlus2M)]
#[case("dpmpp_2m_k", Sampler::DpmPlusPlus2M)]
#[case("k_dpmpp_2m_ka", Sampler::DpmPlusPlus2M)]
#[case("sample_dpmpp_2m", Sampler::DpmPlusPlus2M)]
#[case("dpmPlusPlus2M", Sampler::DpmPlusPlus2M)]
#[case("Euler a", Sampler::EulerAncestral)]
#[case("euler_a", Sampler::EulerAncestral)]
#[case("k_euler_a", Sampler::EulerAncestral)]
#[case("euler_ancestral", Sampler::EulerAncestral)]
#[case("eulerAncestral", Sampler::EulerAncestral)]
#[case("DDIM", Sampler::Ddim)]
#[case("ddim", Sampler::Ddim)]
fn a_sampler_that_we_have_is_known_by_every_name(#[case] name: &str, #[case] expected: Sampler) {
    assert_eq!(known_sampler(name), Some(expected));
    assert_eq!(known_sampler(expected.name()), Some(expected));
}

#[rstest]
#[case("DPM++ 2M SDE")]
#[case("DPM++ 2M SDE Karras")]
#[case("dpmpp_2m_sde_k")]
#[case("dpmpp_2m_cfg_pp")]
#[case("DPM++ 3M SDE")]
#[case("Euler")]
#[case("euler_k")]
#[case("DDIM CFG++")]
#[case("k_lms")]
#[case("karras")]
#[case("k")]
#[case("")]
fn a_relative_of_a_sampler_is_not_taken_for_it(#[case] name: &str) {
    assert_eq!(known_sampler(name), None);
}
