//! Provinces and cities.

use crate::text::{Era, Unit};

pub(in crate::render) struct PlaceWords {
    pub(in crate::render) title: &'static str,
    pub(in crate::render) now_part_of: &'static str,
    pub(in crate::render) intro: &'static str,
    pub(in crate::render) none: &'static str,
    /// `{place}`.
    of_unit: &'static str,
    of_former_unit: &'static str,
    /// Before the name of the unit of today.
    pub(in crate::render) former_unit: &'static str,
    pub(in crate::render) former: &'static str,
    pub(in crate::render) merged_units: &'static str,
    pub(in crate::render) follow: &'static str,
}

impl PlaceWords {
    /// What the page of a unit has.
    pub(in crate::render) fn about_unit(&self, unit: &Unit) -> String {
        let sentence = match unit.era {
            Era::Today => self.of_unit,
            Era::Former => self.of_former_unit,
        };
        sentence.replace("{place}", unit.name)
    }
}

pub(super) static VIETNAMESE: PlaceWords = PlaceWords {
    title: "Địa phương",
    now_part_of: "nay thuộc",
    intro: "Tin theo tỉnh, thành phố: 34 đơn vị hiện nay, mỗi đơn vị gồm cả tin về những tỉnh cũ đã hợp nhất vào đó ngày 1/7/2025.",
    none: "Chưa có tin nào về một địa phương.",
    of_unit: "Tin về {place}, kể cả dưới tên các tỉnh cũ đã hợp nhất vào đây.",
    of_former_unit: "Tin về {place} trước khi hợp nhất ngày 1/7/2025, hoặc dưới tên ấy.",
    former_unit: "Tỉnh trước ngày 1/7/2025, nay thuộc",
    former: "tỉnh cũ",
    merged_units: "Các tỉnh trước ngày 1/7/2025",
    follow: "Theo dõi địa phương này",
};

pub(super) static ENGLISH: PlaceWords = PlaceWords {
    title: "Places",
    now_part_of: "now part of",
    intro: "News by province and city: the 34 units of today, each with the news of the provinces that were merged into it on 1 July 2025.",
    none: "There is no news about any place yet.",
    of_unit: "News about {place}, also under the names of the provinces that were merged into it.",
    of_former_unit: "News about {place} before the mergers of 1 July 2025, or under that name.",
    former_unit: "A province until 1 July 2025, now part of",
    former: "former province",
    merged_units: "Provinces until 1 July 2025",
    follow: "Follow this place",
};
