//! Pictures: what stands in the PDF.

use std::sync::Arc;

use lopdf::{Document as Pdf, Object};
use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use onus_typeset::picture::Picture;

use crate::shared::pdf_objects::{alternatives, name_of, streams};
use crate::shared::picture_files::{SVG, jpeg, photo, png, red_png};

/// The PDF of a text that has these files beside it.
#[track_caller]
fn written(markdown: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut document = parse(markdown, Meta::titled("text"));
    for (name, bytes) in files {
        let picture = Picture::read(bytes).unwrap();
        document.pictures.insert((*name).to_owned(), Arc::new(picture));
    }
    let missing =
        document.picture_references.iter().find(|shown| !document.pictures.contains_key(&*shown.path));
    assert!(missing.is_none(), "{missing:?}");
    pdf::write(&lay_out(&document, &Look::default()), &document.meta, &[]).unwrap().bytes
}

#[track_caller]
fn pdf_of(markdown: &str, files: &[(&str, &[u8])]) -> Pdf {
    Pdf::load_mem(&written(markdown, files)).unwrap()
}

#[test]
fn a_png_is_an_image_of_its_pixels_with_its_transparency_beside_it() {
    let dots: Vec<u8> = (0..8_u8).flat_map(|dot| [dot * 30, 0, 9, dot * 36]).collect();
    let pdf = pdf_of("![Eight dots](a.png)\n", &[("a.png", &png((4, 2), png::ColorType::Rgba, &dots))]);
    assert_eq!(alternatives(&pdf), ["Eight dots"]);
    let images = streams(&pdf, "Image");
    let of_kind = |space: &str| *images.iter().find(|image| name_of(image, "ColorSpace") == space).unwrap();
    let (color, mask) = (of_kind("DeviceRGB"), of_kind("DeviceGray"));
    assert!(color.dict.has(b"SMask") && images.len() == 2);
    let colors: Vec<u8> = dots.chunks(4).flat_map(|dot| &dot[..3]).copied().collect();
    let alphas: Vec<u8> = dots.chunks(4).map(|dot| dot[3]).collect();
    assert_eq!(color.decompressed_content().unwrap(), colors);
    assert_eq!(mask.decompressed_content().unwrap(), alphas);
    let page = pdf.get_dictionary(pdf.page_iter().next().unwrap()).unwrap();
    assert!(page.has(b"Group"));
}

#[test]
fn a_plain_jpeg_goes_in_as_it_is_but_without_what_the_camera_wrote_beside_it() {
    let (upright, lying) = (photo(1), photo(6));
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &upright)]);
    let image = streams(&pdf, "Image")[0];
    assert_eq!(name_of(image, "Filter"), "DCTDecode");
    let holds = |bytes: &[u8]| bytes.windows(8).any(|window| window == b"taken at");
    assert!(holds(&upright) && !holds(&image.content));
    let plain = jpeg(jpeg_encoder::ColorType::Rgb, &[10, 120, 200].repeat(16 * 8));
    assert_eq!(image.content, plain);
    // One that lies on its side is put upright, which needs its pixels.
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &lying)]);
    let image = streams(&pdf, "Image")[0];
    let side = |key: &str| image.dict.get(key.as_bytes()).unwrap().as_i64().unwrap();
    assert_eq!((name_of(image, "Filter"), side("Width"), side("Height")), ("FlateDecode", 8, 16));
}

#[test]
fn other_kinds_of_jpeg_are_unpacked() {
    let grey = jpeg(jpeg_encoder::ColorType::Luma, &[90; 128]);
    let image = |pdf: &Pdf| {
        let image = streams(pdf, "Image")[0].clone();
        (name_of(&image, "Filter").to_owned(), name_of(&image, "ColorSpace").to_owned())
    };
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &grey)]);
    assert_eq!(image(&pdf), ("DCTDecode".to_owned(), "DeviceGray".to_owned()));
    let inks = jpeg(jpeg_encoder::ColorType::Cmyk, &[0, 200, 200, 0].repeat(128));
    let pdf = pdf_of("![x](a.jpg)\n", &[("a.jpg", &inks)]);
    assert_eq!(image(&pdf), ("FlateDecode".to_owned(), "DeviceRGB".to_owned()));
}

#[test]
fn a_plain_svg_is_drawn_as_outlines_and_a_gradient_as_pixels() {
    let plain = format!(
        "{SVG}<rect width=\"48\" height=\"48\" fill=\"#ff0000\"/>\
         <path d=\"M0 0 L96 48\" stroke=\"#00ff00\" stroke-width=\"4\"/></svg>"
    );
    let pdf = pdf_of("![x](a.svg)\n", &[("a.svg", plain.as_bytes())]);
    assert!(streams(&pdf, "Image").is_empty());
    let form = streams(&pdf, "Form")[0].decompressed_content().unwrap();
    let form = String::from_utf8(form).unwrap();
    // 48 pixels of 1/96 inch are 36 points.
    assert!(form.contains("1 0 0 rg") && form.contains("36 0 l 36 36 l"), "{form}");
    assert!(form.contains("0 1 0 RG 3 w"), "{form}");
    let gradient = format!(
        "{SVG}<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\" stop-color=\"blue\"/>\
         </linearGradient><rect width=\"96\" height=\"48\" fill=\"url(#g)\"/></svg>"
    );
    let pdf = pdf_of("![x](a.svg)\n", &[("a.svg", gradient.as_bytes())]);
    let image = streams(&pdf, "Image")[0];
    assert!(image.dict.get(b"Width").unwrap().as_i64().unwrap() >= 300);
    let dots = image.decompressed_content().unwrap();
    assert!(dots[0] > 200 && dots[2] < 50, "the left end is red: {:?}", &dots[..3]);
}

#[test]
fn a_picture_shown_often_stands_in_the_file_once() {
    let markdown = "![one](a.png)\n\ntext ![two](a.png) text\n\n| a |\n|---|\n| ![three](a.png) |\n\n\
        # ![four](./a.png)\n";
    let pdf = pdf_of(markdown, &[("a.png", &red_png())]);
    assert_eq!(streams(&pdf, "Image").len(), 1);
    assert_eq!(alternatives(&pdf), ["one", "two", "three", "four"]);
    let pages = pdf.page_iter().map(|page| pdf.get_page_content(page).to_owned()).collect::<Vec<_>>();
    let shown = String::from_utf8_lossy(&pages.concat()).matches("/P0 Do").count();
    assert_eq!(shown, 4);
}

#[test]
fn a_title_is_a_caption_and_stands_for_words_that_are_missing() {
    let pdf = pdf_of("![](plan.png \"The network\")\n\n![](plan.png)\n", &[("plan.png", &red_png())]);
    assert_eq!(alternatives(&pdf), ["The network", "Picture plan.png"]);
    assert!(pdf.objects.values().any(|object| {
        let role = object.as_dict().and_then(|dictionary| dictionary.get(b"S")).and_then(Object::as_name);
        role.is_ok_and(|role| role == b"Caption")
    }));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let drawing = format!("{SVG}<g opacity=\"0.5\"><circle r=\"40\"/></g></svg>");
    let files: [(&str, &[u8]); 3] =
        [("a.png", &red_png()), ("b.jpg", &photo(3)), ("c.svg", drawing.as_bytes())];
    let bytes = || written("![a](a.png) ![b](b.jpg) ![c](c.svg)\n", &files);
    assert!(bytes() == bytes());
}
